/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/init.h>. */
#include <model/base.h>
