/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/skbuff.h>. */
#include <model/frame.h>
