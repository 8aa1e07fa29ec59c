// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is a header linux/atomic.h.
 * Since: 2.6.37, before: asm/atomic.h
 * Backports: RHEL 6
 */
#include <linux/atomic.h>

int hvc_probe(atomic_t *v);
int hvc_probe(atomic_t *v)
{
	return atomic_read(v);
}
