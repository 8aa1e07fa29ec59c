/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/smp.h>. */
#include <model/base.h>
