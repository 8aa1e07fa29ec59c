/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/platform_device.h>. */
#include <model/device.h>
