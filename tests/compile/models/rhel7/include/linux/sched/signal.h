/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/sched/signal.h>. */
#include <model/base.h>
