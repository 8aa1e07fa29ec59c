/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/ctype.h>. */
#include <model/base.h>
