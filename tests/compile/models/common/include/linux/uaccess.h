/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/uaccess.h>. */
#include <model/misc.h>
