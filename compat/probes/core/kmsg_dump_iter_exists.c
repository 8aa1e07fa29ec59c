// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading the log of a crash has an iterator apart from the dumper.
 *
 * Since: 5.12 (f9f3f02db98b)
 */
#include <linux/kmsg_dump.h>

void (*hvc_probe(void))(struct kmsg_dump_iter *);
void (*hvc_probe(void))(struct kmsg_dump_iter *)
{
	return kmsg_dump_rewind;
}
