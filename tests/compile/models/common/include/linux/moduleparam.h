/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/moduleparam.h>. */
#include <model/base.h>
