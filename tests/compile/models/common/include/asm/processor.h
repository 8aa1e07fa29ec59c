/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/processor.h>. */
#include <model/hyperv.h>
