/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/msr.h>. */
#include <model/hyperv.h>
