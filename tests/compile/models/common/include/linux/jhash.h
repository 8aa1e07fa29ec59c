/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/jhash.h>. */
#include <model/frame.h>
