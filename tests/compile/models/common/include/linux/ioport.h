/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/ioport.h>. */
#include <model/device.h>
