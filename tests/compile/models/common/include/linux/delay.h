/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/delay.h>. */
#include <model/base.h>
