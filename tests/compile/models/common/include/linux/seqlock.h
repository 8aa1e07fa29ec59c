/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/seqlock.h>. */
#include <model/base.h>
