/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/bitops.h>: barriers come with it. */
#include_next <linux/bitops.h>
#include <asm/barrier.h>
