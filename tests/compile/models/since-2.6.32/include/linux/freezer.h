/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/freezer.h>. */
#include <model/base.h>
