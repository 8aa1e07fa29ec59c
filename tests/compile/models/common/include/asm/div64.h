/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/div64.h>. */
#include <model/base.h>
