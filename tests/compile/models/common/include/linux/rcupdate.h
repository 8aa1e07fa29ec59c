/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/rcupdate.h>. */
#include <model/base.h>
