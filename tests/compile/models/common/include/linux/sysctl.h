/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/sysctl.h>. */
#include <model/misc.h>
