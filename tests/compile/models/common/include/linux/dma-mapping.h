/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/dma-mapping.h>. */
#include <model/device.h>
