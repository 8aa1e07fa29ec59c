/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/kdebug.h>. */
#include <model/misc.h>
