/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/ip.h>. */
#include <model/frame.h>
