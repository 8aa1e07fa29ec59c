/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/udp.h>. */
#include <model/frame.h>
