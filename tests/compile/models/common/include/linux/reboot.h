/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/reboot.h>. */
#include <model/misc.h>
