/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/etherdevice.h>. */
#include <model/net.h>
