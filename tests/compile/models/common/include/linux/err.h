/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/err.h>. */
#include <model/base.h>
