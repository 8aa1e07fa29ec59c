// SPDX-License-Identifier: GPL-2.0-only
/*
 * There are 64-bit atomic counters, on 32-bit machines, too.
 * Since: 2.6.31
 */
#include <linux/module.h>

long long hvc_probe(atomic64_t *v);
long long hvc_probe(atomic64_t *v)
{
	atomic64_inc(v);
	return atomic64_read(v);
}
