// SPDX-License-Identifier: GPL-2.0-only
/*
 * The one place that instantiates the trace events of the bus.
 */
#include <linux/types.h>
#define CREATE_TRACE_POINTS
#include "trace.h"
