/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/types.h>. */
#include <model/base.h>
