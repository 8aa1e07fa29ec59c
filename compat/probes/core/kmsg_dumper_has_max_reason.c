// SPDX-License-Identifier: GPL-2.0-only
/*
 * A kmsg_dumper says up to which reason it wants to be called.
 *
 * Since: 3.5 (e2ae715d66bf)
 */
#include <linux/types.h>
#include <linux/list.h>
#include <linux/kmsg_dump.h>

int hvc_probe(struct kmsg_dumper *d);
int hvc_probe(struct kmsg_dumper *d)
{
	return d->max_reason;
}
