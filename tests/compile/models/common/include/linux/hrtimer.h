/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/hrtimer.h>. */
#include <model/base.h>
