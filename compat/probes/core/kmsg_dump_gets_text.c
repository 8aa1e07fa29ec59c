// SPDX-License-Identifier: GPL-2.0-only
/*
 * kmsg_dumper.dump gets the log itself, in two pieces.
 *
 * Since: 2.6.33 (456b565cc525), until 3.4 (e2ae715d66bf)
 * Backports: RHEL 6
 */
#include <linux/types.h>
#include <linux/list.h>
#include <linux/kmsg_dump.h>

void hvc_probe(struct kmsg_dumper *d,
	       void (*fn)(struct kmsg_dumper *, enum kmsg_dump_reason,
			  const char *, unsigned long, const char *,
			  unsigned long));
void hvc_probe(struct kmsg_dumper *d,
	       void (*fn)(struct kmsg_dumper *, enum kmsg_dump_reason,
			  const char *, unsigned long, const char *,
			  unsigned long))
{
	d->dump = fn;
}
