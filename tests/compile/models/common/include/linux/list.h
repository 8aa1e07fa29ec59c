/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/list.h>. */
#include <model/base.h>
