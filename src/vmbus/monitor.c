// SPDX-License-Identifier: GPL-2.0-only
/*
 * Monitor pages (protocol 2.6): signals that the host looks for by itself
 * after a while, instead of a hypercall for each.
 */
#include <linux/kernel.h>
#include <asm/sync_bitops.h>
#include "vmbus_priv.h"

void vmbus_monitor_trigger(struct vmbus_channel *chan)
{
	struct vmbus_monitor_page *page = vmbus_conn.monitor[1];

	sync_set_bit(chan->monitor_bit,
		     (unsigned long *)&page->trigger[chan->monitor_group].pending);
}

/* All triggers of the channel's group, as sysfs has always shown it. */
u32 vmbus_monitor_pending(const struct vmbus_channel *chan, unsigned int page)
{
	const struct vmbus_monitor_page *p = vmbus_conn.monitor[page];

	if (!chan->monitored)
		return 0;
	return READ_ONCE(p->trigger[chan->monitor_group].pending);
}

u32 vmbus_monitor_latency(const struct vmbus_channel *chan, unsigned int page)
{
	const struct vmbus_monitor_page *p = vmbus_conn.monitor[page];

	if (!chan->monitored)
		return 0;
	return READ_ONCE(p->latency[chan->monitor_group][chan->monitor_bit]);
}

u32 vmbus_monitor_conn_id(const struct vmbus_channel *chan, unsigned int page)
{
	const struct vmbus_monitor_page *p = vmbus_conn.monitor[page];

	if (!chan->monitored)
		return 0;
	return READ_ONCE(p->param[chan->monitor_group][chan->monitor_bit].connection_id);
}
