// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmsg_dumper.dump takes a struct kmsg_dump_detail.
 *
 * Since: 6.11 (e1a261ba5991)
 */
#include <linux/kmsg_dump.h>

void (*hvc_probe(struct kmsg_dumper *d))(struct kmsg_dumper *, struct kmsg_dump_detail *);
void (*hvc_probe(struct kmsg_dumper *d))(struct kmsg_dumper *, struct kmsg_dump_detail *)
{
	return d->dump;
}
