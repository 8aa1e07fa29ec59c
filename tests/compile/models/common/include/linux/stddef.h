/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/stddef.h>. */
#include <model/base.h>
