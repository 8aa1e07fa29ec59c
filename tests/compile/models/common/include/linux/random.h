/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/random.h>. */
#include <model/base.h>
