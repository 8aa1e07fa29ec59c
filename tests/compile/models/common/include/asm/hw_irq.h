/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/hw_irq.h>. */
#include <model/hyperv.h>
