/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/sync_bitops.h>. */
#include <model/base.h>
