// SPDX-License-Identifier: GPL-2.0-only
/*
 * Barriers have a header of their own, <asm/barrier.h>.
 * Since: 3.4 (f05e798ad4c0)
 */
#include <asm/barrier.h>

void hvc_probe(void);
void hvc_probe(void)
{
	smp_mb();
}
