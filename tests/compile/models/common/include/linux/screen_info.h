/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/screen_info.h>. */
#include <model/device.h>
