/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/bug.h>. */
#include <model/base.h>
