/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/string.h>. */
#include <model/base.h>
