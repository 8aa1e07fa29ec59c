/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/kernel.h>. */
#include <model/base.h>
