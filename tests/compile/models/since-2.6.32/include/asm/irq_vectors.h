/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/irq_vectors.h>. */
#include <model/hyperv.h>
