/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/nmi.h>. */
#include <model/base.h>
