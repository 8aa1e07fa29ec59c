/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/filter.h>. */
#include <model/net.h>
