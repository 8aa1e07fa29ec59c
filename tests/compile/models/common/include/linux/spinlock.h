/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/spinlock.h>. */
#include <model/base.h>
