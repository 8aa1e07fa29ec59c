// SPDX-License-Identifier: GPL-2.0-only
/*
 * The log of a crash can be had, in one form or another.
 *
 * Since: 2.6.33 (456b565cc525)
 * Backports: RHEL 6
 */
#include <linux/types.h>
#include <linux/list.h>
#include <linux/kmsg_dump.h>

int hvc_probe(struct kmsg_dumper *d);
int hvc_probe(struct kmsg_dumper *d)
{
	return kmsg_dump_register(d);
}
