// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packets out and in: locking, signals and statistics around ring.c.
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/kernel.h>
#include <linux/slab.h>
#include <asm/sync_bitops.h>
#include "vmbus_priv.h"
#include "trace.h"

/* -------- signals -------- */

static void signal_host(struct vmbus_channel *chan)
{
	u32 id = VMBUS_EVENT_CONNECTION_ID;

	trace_vmbus_signal(chan->relid);
	/* The second half of the shared page tells the host which channel. */
	if (!(chan->offer.dedicated_interrupt & 1) &&
	    vmbus_conn.version < VMBUS_VERSION_WIN10_V5)
		sync_set_bit(chan->relid,
			     (unsigned long *)(vmbus_conn.int_page +
					       VMBUS_SHARED_BITS_BYTES));
	if (chan->monitored && !chan->low_latency) {
		vmbus_monitor_trigger(chan);
		return;
	}
	atomic64_inc(&chan->sig_events);
	if (vmbus_conn.version >= VMBUS_VERSION_WIN7)
		id = chan->offer.connection_id;
	hv_platform_signal_event(id);
}

/* Behind UNLOAD a channel is unknown to the host: see vmbus_disconnect(). */
void vmbus_signal(struct vmbus_channel *chan)
{
	rcu_read_lock();
	if (!READ_ONCE(vmbus_conn.unloaded))
		signal_host(chan);
	rcu_read_unlock();
}

/* Any context; whoever stops the callback waits for it (open.c). */
static void poller_start(struct vmbus_channel *chan)
{
	vmbus_rx_ring_mask(&chan->rx);
	trace_vmbus_callback(chan->relid);
	chan->callback(chan->callback_context);
}

/* A sender that is refused just now gets another signal later. */
static void unblock(struct vmbus_channel *chan)
{
	unsigned long flags;

	if (!READ_ONCE(chan->tx.blocked))
		return;
	spin_lock_irqsave(&chan->tx_lock, flags);
	if (chan->tx_on)
		vmbus_tx_ring_unblock(&chan->tx);
	spin_unlock_irqrestore(&chan->tx_lock, flags);
}

/* The host signalled; hard interrupt. The ring is left to the tasklet or poller. */
void vmbus_chan_event(struct vmbus_channel *chan)
{
	chan->interrupts++;
	trace_vmbus_interrupt(chan->relid);
	/* Pairs with the release in open.c: the callback and the rings are there. */
	if (smp_load_acquire(&chan->quiesced))
		return;
	if (chan->polled)
		poller_start(chan);
	else
		tasklet_schedule(&chan->tasklet);
}

/*
 * Run the callback with the host's signals masked; afterwards unmask and look
 * again, so that nothing that came in between is left lying.
 */
void vmbus_chan_tasklet(struct tasklet_struct *t)
{
	struct vmbus_channel *chan = from_tasklet(chan, t, tasklet);

	/* Pairs with the release in open.c: the callback and the rings are there. */
	if (smp_load_acquire(&chan->quiesced))
		return;
	if (chan->polled) {
		poller_start(chan);
		return;
	}
	unblock(chan);
	chan->paused = false;
	vmbus_rx_ring_mask(&chan->rx);
	trace_vmbus_callback(chan->relid);
	chan->callback(chan->callback_context);
	vmbus_end_read(chan);
	/* Paused: the host's signals for this ring stay masked. */
	if (chan->rx.broken || chan->paused)
		return;
	if (vmbus_rx_ring_unmask(&chan->rx)) {
		vmbus_rx_ring_mask(&chan->rx);
		tasklet_schedule(&chan->tasklet);
	}
}

void vmbus_channel_pause(struct vmbus_channel *chan)
{
	chan->paused = true;
}
EXPORT_SYMBOL_GPL(vmbus_channel_pause);

void vmbus_channel_resched(struct vmbus_channel *chan)
{
	if (!READ_ONCE(chan->quiesced))
		tasklet_schedule(&chan->tasklet);
}
EXPORT_SYMBOL_GPL(vmbus_channel_resched);

void vmbus_poll_begin(struct vmbus_channel *chan)
{
	vmbus_rx_ring_mask(&chan->rx);
	unblock(chan);
}
EXPORT_SYMBOL_GPL(vmbus_poll_begin);

bool vmbus_poll_end(struct vmbus_channel *chan)
{
	/* Nothing more is read from a broken ring. */
	if (chan->rx.broken || !vmbus_rx_ring_unmask(&chan->rx))
		return false;
	vmbus_rx_ring_mask(&chan->rx);
	return true;
}
EXPORT_SYMBOL_GPL(vmbus_poll_end);

/* -------- sending -------- */

static int send_iov(struct vmbus_channel *chan, const struct vmbus_iovec *iov,
		    u32 count, u32 send_flags)
{
	unsigned long flags;
	bool signal = false;
	int ret;

	spin_lock_irqsave(&chan->tx_lock, flags);
	if (!chan->tx_on || READ_ONCE(chan->rescinded)) {
		spin_unlock_irqrestore(&chan->tx_lock, flags);
		return -ENODEV;
	}
	ret = vmbus_tx_ring_stage(&chan->tx, iov, count);
	/* When refused, too: a sleeping host would never make room. */
	if (ret || !(send_flags & VMBUS_SEND_MORE))
		signal = vmbus_tx_ring_publish(&chan->tx);
	else
		vmbus_tx_ring_show(&chan->tx);
	if (signal)
		chan->intr_out_empty++;
	spin_unlock_irqrestore(&chan->tx_lock, flags);
	if (signal)
		vmbus_signal(chan);
	return ret == -EIO ? -ENODEV : ret;
}

/*
 * Descriptor of a packet with @head bytes of headers (descriptor included) and
 * @len bytes of payload. Sizes travel in 16 bits of 8-byte units.
 */
static int fill_desc(struct vmbus_packet_desc *desc, u16 type, u32 head,
		     u32 len, u64 trans_id, u32 send_flags)
{
	if (len > 8 * 0xFFFFu || head > 8 * 0xFFFFu - len)
		return -EINVAL;
	desc->type = type;
	desc->offset8 = head >> 3;
	desc->len8 = (head + len + 7) >> 3;
	desc->flags = send_flags & VMBUS_SEND_COMPLETION ?
		VMBUS_PKT_FLAG_COMPLETION : 0;
	desc->trans_id = trans_id;
	return 0;
}

int vmbus_sendpacket(struct vmbus_channel *chan, const void *data, u32 len,
		     u64 trans_id, u16 type, u32 flags)
{
	struct vmbus_packet_desc desc;
	struct vmbus_iovec iov[2];

	if (fill_desc(&desc, type, sizeof(desc), len, trans_id, flags))
		return -EINVAL;
	iov[0].base = &desc;
	iov[0].len = sizeof(desc);
	iov[1].base = data;
	iov[1].len = len;
	return send_iov(chan, iov, len ? 2 : 1, flags);
}
EXPORT_SYMBOL_GPL(vmbus_sendpacket);

int vmbus_sendpacket_pfns(struct vmbus_channel *chan, u32 range_len,
			  u32 range_offset, const u64 *pfns, u32 npfns,
			  const void *data, u32 len, u64 trans_id, u32 flags)
{
	struct {
		struct vmbus_packet_desc desc;
		struct vmbus_gpa_header gpa;
		struct vmbus_gpa_range range;
	} VMBUS_PACKED head;
	struct vmbus_iovec iov[3];

	if (!npfns || npfns > VMBUS_GPADL_MAX_PFNS ||
	    range_offset >= HV_HYP_PAGE_SIZE ||
	    fill_desc(&head.desc, VMBUS_PKT_DATA_GPA_DIRECT,
		      sizeof(head) + 8 * npfns, len, trans_id, flags))
		return -EINVAL;
	head.gpa.reserved = 0;
	head.gpa.range_count = 1;
	head.range.byte_count = range_len;
	head.range.byte_offset = range_offset;
	iov[0].base = &head;
	iov[0].len = sizeof(head);
	iov[1].base = pfns;
	iov[1].len = 8 * npfns;
	iov[2].base = data;
	iov[2].len = len;
	return send_iov(chan, iov, len ? 3 : 2, flags);
}
EXPORT_SYMBOL_GPL(vmbus_sendpacket_pfns);

int vmbus_sendpacket_ranges(struct vmbus_channel *chan,
			    const struct vmbus_page_range *ranges, u32 count,
			    const void *data, u32 len, u64 trans_id, u32 flags)
{
	struct {
		struct vmbus_packet_desc desc;
		struct vmbus_gpa_header gpa;
		struct vmbus_gpa_page page[VMBUS_MAX_PAGE_RANGES];
	} VMBUS_PACKED head;
	struct vmbus_iovec iov[2];
	u32 i, size;

	if (!count || count > VMBUS_MAX_PAGE_RANGES)
		return -EINVAL;
	size = sizeof(head) -
		(VMBUS_MAX_PAGE_RANGES - count) * sizeof(head.page[0]);
	if (fill_desc(&head.desc, VMBUS_PKT_DATA_GPA_DIRECT, size, len,
		      trans_id, flags))
		return -EINVAL;
	head.gpa.reserved = 0;
	head.gpa.range_count = count;
	for (i = 0; i < count; i++) {
		head.page[i].byte_count = ranges[i].len;
		head.page[i].byte_offset = ranges[i].offset;
		head.page[i].pfn = ranges[i].pfn;
	}
	iov[0].base = &head;
	iov[0].len = size;
	iov[1].base = data;
	iov[1].len = len;
	return send_iov(chan, iov, len ? 2 : 1, flags);
}
EXPORT_SYMBOL_GPL(vmbus_sendpacket_ranges);

void vmbus_flush(struct vmbus_channel *chan)
{
	unsigned long flags;
	bool signal = false;

	spin_lock_irqsave(&chan->tx_lock, flags);
	if (chan->tx_on && !READ_ONCE(chan->rescinded))
		signal = vmbus_tx_ring_publish(&chan->tx);
	if (signal)
		chan->intr_out_empty++;
	spin_unlock_irqrestore(&chan->tx_lock, flags);
	if (signal)
		vmbus_signal(chan);
}
EXPORT_SYMBOL_GPL(vmbus_flush);

unsigned int vmbus_channel_send_space(struct vmbus_channel *chan)
{
	u32 size = 0, unused = 0;
	unsigned long flags;

	/* The ring can go away at any time: the lock keeps it there. */
	spin_lock_irqsave(&chan->tx_lock, flags);
	if (chan->tx_on) {
		size = chan->tx.size;
		unused = vmbus_tx_ring_free(&chan->tx);
	}
	spin_unlock_irqrestore(&chan->tx_lock, flags);
	/* At most 32 MiB: no overflow. */
	return size ? unused * 100 / size : 0;
}
EXPORT_SYMBOL_GPL(vmbus_channel_send_space);

/* -------- receiving -------- */

void vmbus_end_read(struct vmbus_channel *chan)
{
	if (!vmbus_rx_ring_release(&chan->rx))
		return;
	chan->intr_in_full++;
	vmbus_signal(chan);
}
EXPORT_SYMBOL_GPL(vmbus_end_read);

bool vmbus_next_packet(struct vmbus_channel *chan, struct vmbus_packet *pkt)
{
	u64 dropped = chan->rx.dropped;
	struct vmbus_rx_packet rx;
	int ret = vmbus_rx_ring_next(&chan->rx, &rx);

	if (unlikely(chan->rx.dropped != dropped))
		pr_err_ratelimited("channel %u: packets that make no sense are discarded (%llu so far)\n",
				   chan->relid,
				   (unsigned long long)chan->rx.dropped);

	if (ret > 0) {
		pkt->type = rx.type;
		pkt->flags = rx.flags;
		pkt->trans_id = rx.trans_id;
		pkt->hdr = rx.hdr;
		pkt->hdr_len = rx.hdr_len;
		pkt->data = rx.data;
		pkt->len = rx.len;
		return true;
	}
	if (ret < 0)
		pr_err_ratelimited("channel %u: the host broke the ring; nothing more is read from it\n",
				   chan->relid);
	vmbus_end_read(chan);
	return false;
}
EXPORT_SYMBOL_GPL(vmbus_next_packet);

bool vmbus_channel_broken(struct vmbus_channel *chan)
{
	return READ_ONCE(chan->tx.broken) || READ_ONCE(chan->rx.broken) ||
	       READ_ONCE(chan->rx.lost);
}
EXPORT_SYMBOL_GPL(vmbus_channel_broken);

/* -------- requests -------- */

u64 vmbus_request_alloc(struct vmbus_channel *chan, void *cookie)
{
	unsigned long flags;
	u64 id;

	spin_lock_irqsave(&chan->req_lock, flags);
	/* The first use decides which kind of table it is. */
	if (!chan->requests.listed)
		vmbus_requests_init(&chan->requests, chan->req_slots,
				    chan->requests.size, true);
	id = vmbus_requests_alloc(&chan->requests, cookie);
	spin_unlock_irqrestore(&chan->req_lock, flags);
	return id;
}
EXPORT_SYMBOL_GPL(vmbus_request_alloc);

u64 vmbus_request_set(struct vmbus_channel *chan, u32 index, void *cookie)
{
	return vmbus_requests_set(&chan->requests, index, cookie);
}
EXPORT_SYMBOL_GPL(vmbus_request_set);

void *vmbus_request_take(struct vmbus_channel *chan, u64 trans_id)
{
	unsigned long flags;
	void *cookie;

	if (!READ_ONCE(chan->requests.listed))
		return vmbus_requests_take(&chan->requests, trans_id);
	spin_lock_irqsave(&chan->req_lock, flags);
	cookie = vmbus_requests_take(&chan->requests, trans_id);
	spin_unlock_irqrestore(&chan->req_lock, flags);
	return cookie;
}
EXPORT_SYMBOL_GPL(vmbus_request_take);

void *vmbus_request_take_any(struct vmbus_channel *chan)
{
	unsigned long flags;
	void *cookie;

	spin_lock_irqsave(&chan->req_lock, flags);
	cookie = vmbus_requests_take_any(&chan->requests, &chan->req_cursor);
	if (!cookie)
		chan->req_cursor = 0;
	spin_unlock_irqrestore(&chan->req_lock, flags);
	return cookie;
}
EXPORT_SYMBOL_GPL(vmbus_request_take_any);

u32 vmbus_requests_outstanding(struct vmbus_channel *chan)
{
	return vmbus_requests_count(&chan->requests);
}
EXPORT_SYMBOL_GPL(vmbus_requests_outstanding);
