/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/ipv6.h>. */
#include <model/frame.h>
