/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/tracepoint.h>: no events. */
#include <model/base.h>
