/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/vmalloc.h>. */
#include <model/base.h>
