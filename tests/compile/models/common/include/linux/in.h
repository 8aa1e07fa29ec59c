/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/in.h>. */
#include <model/frame.h>
