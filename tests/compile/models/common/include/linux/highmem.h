/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/highmem.h>. */
#include <model/base.h>
