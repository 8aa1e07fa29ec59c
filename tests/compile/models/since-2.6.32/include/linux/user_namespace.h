/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/user_namespace.h>. */
#include <model/misc.h>
