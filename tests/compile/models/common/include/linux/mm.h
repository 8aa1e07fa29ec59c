/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/mm.h>. */
#include <model/kv.h>
