// SPDX-License-Identifier: GPL-2.0-only
/*
 * cpuid_eax() and its kind are declared in <asm/cpuid/api.h>.
 *
 * Since: 6.16 (2f924ca36d62)
 */
#include <asm/cpuid/api.h>

unsigned int hvc_probe(void);
unsigned int hvc_probe(void)
{
	return cpuid_eax(0);
}
