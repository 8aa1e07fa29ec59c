/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/jiffies.h>. */
#include <model/base.h>
