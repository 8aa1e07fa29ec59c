/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/syscore_ops.h>. */
#include <model/misc.h>
