/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/bug.h>. */
#include <model/base.h>
