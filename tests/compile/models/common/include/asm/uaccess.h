/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/uaccess.h>. */
#include <model/misc.h>
