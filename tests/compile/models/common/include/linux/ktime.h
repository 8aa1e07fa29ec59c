/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/ktime.h>. */
#include <model/base.h>
