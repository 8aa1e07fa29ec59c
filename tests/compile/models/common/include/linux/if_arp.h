/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/if_arp.h>. */
#include <model/frame.h>
