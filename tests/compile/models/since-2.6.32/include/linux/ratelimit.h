/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/ratelimit.h>. */
#include <model/base.h>
