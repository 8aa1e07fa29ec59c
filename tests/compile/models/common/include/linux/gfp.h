/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/gfp.h>. */
#include <model/base.h>
