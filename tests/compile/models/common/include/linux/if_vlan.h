/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/if_vlan.h>. */
#include <model/net.h>
