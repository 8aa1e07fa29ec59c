/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/kthread.h>. */
#include <model/base.h>
