/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/sysfs.h>. */
#include <model/device.h>
