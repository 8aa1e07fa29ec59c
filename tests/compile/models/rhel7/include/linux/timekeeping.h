/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/timekeeping.h>. */
#include <model/base.h>
