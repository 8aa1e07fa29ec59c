/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/utsname.h>. */
#include <model/misc.h>
