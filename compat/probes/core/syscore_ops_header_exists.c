// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is a header linux/syscore_ops.h.
 *
 * Since: 2.6.39 (40dc166cb5dd)
 */
#include <linux/syscore_ops.h>

void *hvc_probe(struct syscore_ops *o);
void *hvc_probe(struct syscore_ops *o)
{
	return o->resume;
}
