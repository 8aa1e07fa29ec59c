/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/workqueue.h>. */
#include <model/base.h>
