/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/wait.h>. */
#include <model/base.h>
