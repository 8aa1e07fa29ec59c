/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/fcntl.h>. */
#include <model/misc.h>
