/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/mempool.h>. */
#include <model/base.h>
