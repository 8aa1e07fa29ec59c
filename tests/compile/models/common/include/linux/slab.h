/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/slab.h>. */
#include <model/base.h>
