/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/kref.h>. */
#include <model/device.h>
