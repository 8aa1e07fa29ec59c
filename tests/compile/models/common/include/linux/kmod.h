/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/kmod.h>. */
#include <model/base.h>
