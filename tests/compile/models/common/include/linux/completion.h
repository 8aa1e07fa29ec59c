/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/completion.h>. */
#include <model/base.h>
