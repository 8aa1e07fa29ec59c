/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/interrupt.h>. */
#include <model/base.h>
