/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/capability.h>. */
#include <model/misc.h>
