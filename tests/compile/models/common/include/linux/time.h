/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/time.h>. */
#include <model/base.h>
