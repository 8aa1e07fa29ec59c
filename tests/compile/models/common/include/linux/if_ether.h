/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/if_ether.h>. */
#include <model/frame.h>
