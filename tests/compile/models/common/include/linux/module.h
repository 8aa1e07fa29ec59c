/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/module.h>. */
#include <model/base.h>
