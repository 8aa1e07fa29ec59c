/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/miscdevice.h>. */
#include <model/misc.h>
