/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/irq.h>. */
#include <model/base.h>
