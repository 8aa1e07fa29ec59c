/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/apic.h>. */
#include <model/hyperv.h>
