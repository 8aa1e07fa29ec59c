/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/kobject.h>. */
#include <model/device.h>
