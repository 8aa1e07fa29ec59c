/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/ethtool.h>. */
#include <model/ethtool.h>
