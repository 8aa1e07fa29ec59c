// SPDX-License-Identifier: GPL-2.0-only
/*
 * Opening and closing a channel, and stopping its callback (protocol 2.8).
 *
 * Everything that a callback can touch exists before the host hears of the
 * channel, and is taken away only after the callback can no longer run.
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/gfp.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include "vmbus_priv.h"
#include "trace.h"

/* Linearly mapped if it can be had without effort, else page by page. */
static void *ring_alloc(u32 bytes)
{
	void *mem;

	mem = alloc_pages_exact(bytes, GFP_KERNEL | __GFP_ZERO | __GFP_NOWARN |
				__GFP_NORETRY);
	return mem ? mem : vzalloc(bytes);
}

static void ring_free(void *mem, u32 bytes)
{
	if (is_vmalloc_addr(mem))
		vfree(mem);
	else if (mem)
		free_pages_exact(mem, bytes);
}

/* Take back the rings, or leak them if the host may hold them. */
static void rings_put(struct vmbus_channel *chan)
{
	u32 bytes = chan->send_bytes + chan->recv_bytes;

	if (!chan->ring_gpadl.handle)
		ring_free(chan->ring_mem, bytes);
	chan->ring_mem = NULL;
	chan->ring_gpadl.handle = 0;
	kvfree(chan->copy);
	chan->copy = NULL;
}

static int rings_get(struct vmbus_channel *chan, u32 send_size, u32 recv_size)
{
	int ret;

	chan->send_bytes = send_size;
	chan->recv_bytes = recv_size;
	chan->ring_mem = ring_alloc(send_size + recv_size);
	chan->copy = kvmalloc(chan->max_pkt_size, GFP_KERNEL);
	if (!chan->ring_mem || !chan->copy)
		return -ENOMEM;
	ret = vmbus_tx_ring_init(&chan->tx, chan->ring_mem, send_size);
	if (ret)
		return ret;
	return vmbus_rx_ring_init(&chan->rx, (u8 *)chan->ring_mem + send_size,
				  recv_size, chan->copy, chan->max_pkt_size);
}

/*
 * An answer to a request of an earlier opening must find nothing. So the slots with
 * their generations are kept; those of a new size begin far from the old ones.
 */
static int requests_get(struct vmbus_channel *chan)
{
	u32 n = chan->request_entries, i;

	chan->req_cursor = 0;
	if (!chan->req_slots || chan->requests.size != n) {
		kvfree(chan->req_slots);
		chan->req_slots = NULL;
		if (n) {
			chan->req_slots = kvcalloc(n, sizeof(*chan->req_slots),
						   GFP_KERNEL);
			if (!chan->req_slots)
				return -ENOMEM;
		}
		for (i = 0; i < n; i++)
			chan->req_slots[i].state = chan->open_id << 20;
	}
	vmbus_requests_init(&chan->requests, chan->req_slots, n, false);
	return 0;
}

static void callback_start(struct vmbus_channel *chan)
{
	/* Pairs with the load in vmbus_chan_tasklet(). */
	smp_store_release(&chan->quiesced, false);
}

/* After this the callback neither runs nor will run. */
static void callback_stop(struct vmbus_channel *chan)
{
	WRITE_ONCE(chan->quiesced, true);
	/* Whoever schedules the tasklet from now on, it sees the flag. */
	smp_mb();
	tasklet_kill(&chan->tasklet);
	/* The interrupt calls the callback itself, under RCU. */
	if (chan->polled)
		synchronize_rcu();
}

static void sending_set(struct vmbus_channel *chan, bool on)
{
	unsigned long flags;

	spin_lock_irqsave(&chan->tx_lock, flags);
	chan->tx_on = on;
	spin_unlock_irqrestore(&chan->tx_lock, flags);
}

/* Also after a rescind: until then a host may go on using the rings. */
static void send_close(struct vmbus_channel *chan)
{
	struct vmbus_close_channel msg;

	if (READ_ONCE(vmbus_conn.state) != VMBUS_CONNECTED)
		return;
	memset(&msg, 0, sizeof(msg));
	msg.header.type = VMBUS_MSG_CLOSE;
	msg.relid = chan->relid;
	vmbus_post(&msg, sizeof(msg));
}

/* Ask the host to open. -EAGAIN: refused. Other errors: it may be open. */
static int send_open(struct vmbus_channel *chan, const void *userdata,
		     u32 userdata_len)
{
	struct vmbus_open_channel *msg;
	struct vmbus_wait *w;
	int ret;

	w = kzalloc(sizeof(*w), GFP_KERNEL);
	msg = kzalloc(sizeof(*msg), GFP_KERNEL);
	if (!w || !msg) {
		ret = -ENOMEM;
		goto out;
	}
	chan->open_id++;
	msg->header.type = VMBUS_MSG_OPEN;
	msg->relid = chan->relid;
	msg->open_id = chan->open_id;
	msg->ring_gpadl = chan->ring_gpadl.handle;
	msg->target_vp = hv_platform_vp_index(chan->target_cpu);
	msg->downstream_page_offset = chan->send_bytes >> HV_HYP_PAGE_SHIFT;
	if (userdata_len)
		memcpy(msg->user_data, userdata, userdata_len);
	vmbus_wait_begin(w, VMBUS_MSG_OPEN_RESULT, msg->relid, msg->open_id,
			 chan);
	ret = vmbus_post(msg, sizeof(*msg));
	if (ret) {
		vmbus_wait_cancel(w);
		ret = -EIO;
		goto out;
	}
	ret = vmbus_wait_end(w, VMBUS_ANSWER_TIMEOUT);
	if (!ret && w->answer.open.status) {
		pr_err_ratelimited("the host does not open channel %u: status 0x%x\n",
				   chan->relid, w->answer.open.status);
		ret = -EAGAIN;
	}
out:
	kfree(msg);
	kfree(w);
	return ret;
}

int vmbus_open(struct vmbus_channel *chan, u32 send_size, u32 recv_size,
	       const void *userdata, u32 userdata_len,
	       void (*callback)(void *context), void *context)
{
	int ret;

	if (!callback || userdata_len > VMBUS_USER_DEFINED_BYTES ||
	    send_size < 2 * HV_HYP_PAGE_SIZE ||
	    recv_size < 2 * HV_HYP_PAGE_SIZE ||
	    send_size > VMBUS_GPADL_MAX_PFNS * HV_HYP_PAGE_SIZE ||
	    recv_size > VMBUS_GPADL_MAX_PFNS * HV_HYP_PAGE_SIZE)
		return -EINVAL;
	vmbus_chan_check_cpu(chan);
	mutex_lock(&chan->lock);
	if (chan->state != VMBUS_CHAN_CLOSED) {
		ret = -EBUSY;
		goto unlock;
	}
	if (READ_ONCE(chan->rescinded) || !chan->relid ||
	    READ_ONCE(vmbus_conn.state) != VMBUS_CONNECTED) {
		ret = -ENODEV;
		goto unlock;
	}
	ret = rings_get(chan, send_size, recv_size);
	if (!ret)
		ret = requests_get(chan);
	if (!ret)
		ret = vmbus_establish_gpadl(chan, chan->ring_mem,
					    send_size + recv_size,
					    &chan->ring_gpadl);
	if (ret)
		goto fail;
	chan->callback = callback;
	chan->callback_context = context;
	WRITE_ONCE(chan->state, VMBUS_CHAN_OPENING);
	sending_set(chan, true);
	callback_start(chan);
	ret = send_open(chan, userdata, userdata_len);
	trace_vmbus_channel_open(chan->relid);
	if (!ret) {
		WRITE_ONCE(chan->state, VMBUS_CHAN_OPEN);
		goto unlock;
	}
	sending_set(chan, false);
	callback_stop(chan);
	/* Without an answer the host may have opened it nevertheless. */
	if (ret != -EAGAIN && ret != -ENOMEM)
		send_close(chan);
	vmbus_teardown_gpadl(chan, &chan->ring_gpadl);
fail:
	rings_put(chan);
	WRITE_ONCE(chan->state, VMBUS_CHAN_CLOSED);
unlock:
	mutex_unlock(&chan->lock);
	return ret;
}
EXPORT_SYMBOL_GPL(vmbus_open);

bool vmbus_close_one(struct vmbus_channel *chan)
{
	bool free = true;

	mutex_lock(&chan->lock);
	if (chan->state == VMBUS_CHAN_CLOSED)
		goto unlock;
	trace_vmbus_channel_close(chan->relid);
	sending_set(chan, false);
	callback_stop(chan);
	chan->callback = NULL;
	send_close(chan);
	vmbus_teardown_gpadl(chan, &chan->ring_gpadl);
	free = !chan->ring_gpadl.handle;
	rings_put(chan);
	/* The next driver need not know that there are pollers. */
	chan->polled = false;
	WRITE_ONCE(chan->state, VMBUS_CHAN_CLOSED);
unlock:
	mutex_unlock(&chan->lock);
	return free;
}

void vmbus_channel_quiesce(struct vmbus_channel *chan)
{
	mutex_lock(&chan->lock);
	if (chan->state != VMBUS_CHAN_CLOSED)
		callback_stop(chan);
	mutex_unlock(&chan->lock);
}
EXPORT_SYMBOL_GPL(vmbus_channel_quiesce);

void vmbus_channel_unquiesce(struct vmbus_channel *chan)
{
	mutex_lock(&chan->lock);
	if (chan->state != VMBUS_CHAN_CLOSED) {
		callback_start(chan);
		tasklet_schedule(&chan->tasklet);
	}
	mutex_unlock(&chan->lock);
}
EXPORT_SYMBOL_GPL(vmbus_channel_unquiesce);

void vmbus_set_max_pkt_size(struct vmbus_channel *chan, u32 bytes)
{
	/* The copy holds whole 8-byte units, and a descriptor at least. */
	bytes = max_t(u32, bytes, sizeof(struct vmbus_packet_desc));
	chan->max_pkt_size = (bytes + 7) & ~7u;
}
EXPORT_SYMBOL_GPL(vmbus_set_max_pkt_size);

void vmbus_set_request_table(struct vmbus_channel *chan, u32 entries)
{
	chan->request_entries = entries;
}
EXPORT_SYMBOL_GPL(vmbus_set_request_table);

void vmbus_set_low_latency(struct vmbus_channel *chan, bool on)
{
	chan->low_latency = on;
}
EXPORT_SYMBOL_GPL(vmbus_set_low_latency);

void vmbus_set_polled(struct vmbus_channel *chan, bool on)
{
	chan->polled = on;
}
EXPORT_SYMBOL_GPL(vmbus_set_polled);

void vmbus_channel_set_drvdata(struct vmbus_channel *chan, void *data)
{
	chan->drvdata = data;
}
EXPORT_SYMBOL_GPL(vmbus_channel_set_drvdata);

void *vmbus_channel_get_drvdata(struct vmbus_channel *chan)
{
	return chan->drvdata;
}
EXPORT_SYMBOL_GPL(vmbus_channel_get_drvdata);

struct hv_device *vmbus_channel_device(struct vmbus_channel *chan)
{
	return vmbus_chan_primary(chan)->dev;
}
EXPORT_SYMBOL_GPL(vmbus_channel_device);

struct vmbus_channel *vmbus_channel_primary(struct vmbus_channel *chan)
{
	return vmbus_chan_primary(chan);
}
EXPORT_SYMBOL_GPL(vmbus_channel_primary);

u16 vmbus_channel_subindex(struct vmbus_channel *chan)
{
	return chan->offer.subchannel_index;
}
EXPORT_SYMBOL_GPL(vmbus_channel_subindex);

const u8 *vmbus_channel_user_defined(struct vmbus_channel *chan)
{
	return chan->offer.user_defined;
}
EXPORT_SYMBOL_GPL(vmbus_channel_user_defined);

unsigned int vmbus_channel_target_cpu(struct vmbus_channel *chan)
{
	return READ_ONCE(chan->target_cpu);
}
EXPORT_SYMBOL_GPL(vmbus_channel_target_cpu);

bool vmbus_channel_rescinded(struct vmbus_channel *chan)
{
	return READ_ONCE(chan->rescinded);
}
EXPORT_SYMBOL_GPL(vmbus_channel_rescinded);
