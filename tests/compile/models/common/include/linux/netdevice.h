/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/netdevice.h>: RCU comes with it. */
#include <model/net.h>
#include <linux/rcupdate.h>
