/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/errno.h>. */
#include <model/base.h>
