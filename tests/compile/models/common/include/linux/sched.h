/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/sched.h>. */
#include <model/base.h>
