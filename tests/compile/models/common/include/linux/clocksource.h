/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/clocksource.h>. */
#include <model/misc.h>
