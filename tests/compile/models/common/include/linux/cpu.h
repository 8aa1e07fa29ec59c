/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/cpu.h>. */
#include <model/base.h>
