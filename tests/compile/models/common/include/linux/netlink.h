/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/netlink.h>. */
#include <model/misc.h>
