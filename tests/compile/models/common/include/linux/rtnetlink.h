/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/rtnetlink.h>. */
#include <model/net.h>
