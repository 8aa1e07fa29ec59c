// SPDX-License-Identifier: GPL-2.0-only
/*
 * The log of a crash is read with kmsg_dump_get_buffer().
 *
 * Since: 3.5 (e2ae715d66bf)
 */
#include <linux/types.h>
#include <linux/list.h>
#include <linux/kmsg_dump.h>

void *hvc_probe(void);
void *hvc_probe(void)
{
	return kmsg_dump_get_buffer;
}
