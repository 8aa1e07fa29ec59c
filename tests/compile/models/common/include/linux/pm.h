/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/pm.h>. */
#include <model/device.h>
