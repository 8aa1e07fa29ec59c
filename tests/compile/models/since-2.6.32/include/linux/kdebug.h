/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/kdebug.h>. */
#include <model/misc.h>
