/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/cpumask.h>. */
#include <model/base.h>
