/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/compiler.h>. */
#include <model/base.h>
