// SPDX-License-Identifier: GPL-2.0-only
/*
 * READ_ONCE() reads what is const, too.
 * RHEL 6 has one that does not.
 *
 * Since: 3.19 (dd36929720f4)
 */
#include <asm/barrier.h>
#include <linux/compiler.h>
#include <linux/types.h>

unsigned int hvc_probe(const unsigned int *p);
unsigned int hvc_probe(const unsigned int *p)
{
	return READ_ONCE(*p);
}
