/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/atomic.h>. */
#include <model/base.h>
