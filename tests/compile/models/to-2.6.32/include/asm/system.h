/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/system.h>. */
#include <model/base.h>
