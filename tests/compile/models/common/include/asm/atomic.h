/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/atomic.h>. */
#include <model/base.h>
