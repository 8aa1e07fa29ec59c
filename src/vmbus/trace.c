// SPDX-License-Identifier: GPL-2.0-only
/*
 * The one place that instantiates the trace events of the bus.
 */
/* Before the events are: headers with events of their own. */
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/types.h>
#define CREATE_TRACE_POINTS
#include "trace.h"
