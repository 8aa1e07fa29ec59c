/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/mshyperv.h>. */
#include <model/hyperv.h>
