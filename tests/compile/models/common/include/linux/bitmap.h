/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/bitmap.h>. */
#include <model/base.h>
