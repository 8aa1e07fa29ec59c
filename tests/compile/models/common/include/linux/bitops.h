/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/bitops.h>. */
#include <model/base.h>
