/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/fs.h>. */
#include <model/misc.h>
