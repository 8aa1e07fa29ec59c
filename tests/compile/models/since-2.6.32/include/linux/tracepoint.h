/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/tracepoint.h>. */
#include <model/trace.h>
