/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/percpu.h>. */
#include <model/base.h>
