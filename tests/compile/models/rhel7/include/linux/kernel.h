/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/kernel.h>: barriers come with it. */
#include_next <linux/kernel.h>
#include <asm/barrier.h>
