/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/timer.h>. */
#include <model/base.h>
