/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/barrier.h>. */
#include <model/base.h>
