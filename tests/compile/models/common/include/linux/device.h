/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/device.h>. */
#include <model/device.h>
