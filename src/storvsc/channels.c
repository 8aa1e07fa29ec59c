// SPDX-License-Identifier: GPL-2.0-only
/*
 * The VMBus channels of a controller, and which hardware queue uses which.
 */
#include <linux/cpumask.h>
#include <linux/mm.h>
#include <linux/scatterlist.h>
#include <linux/slab.h>
#include <linux/topology.h>

#include "storvsc.h"

static int chan_open(struct storvsc_dev *dev, struct storvsc_chan *c,
		     struct vmbus_channel *chan)
{
	c->dev = dev;
	c->chan = chan;
	vmbus_set_max_pkt_size(c->chan, STORVSC_MAX_PKT);
	/* Any queue can use any channel, so an index is queue and tag. */
	vmbus_set_request_table(c->chan, dev->ctl_index + 1);
	vmbus_set_low_latency(c->chan, false);
	vmbus_channel_set_drvdata(c->chan, c);
	return vmbus_open(c->chan, dev->ring_bytes, dev->ring_bytes, NULL, 0,
			  storvsc_channel_callback, c);
}

/*
 * The channel for a hardware queue: one whose interrupts arrive on the CPU of
 * the queue, else one of the same node, else any; evenly.
 */
static struct storvsc_chan *pick(struct storvsc_dev *dev, u32 queue)
{
	unsigned int cpu, node = 0;
	u32 i, local = 0;
	bool known = queue < nr_cpu_ids && cpu_possible(queue);

	if (known)
		node = cpu_to_node(queue);
	for (i = 0; known && i < dev->nchans; i++) {
		cpu = vmbus_channel_target_cpu(dev->chans[i]->chan);
		if (cpu == queue)
			return dev->chans[i];
		if (cpu_to_node(cpu) == node)
			local++;
	}
	if (!local)
		return dev->chans[queue % dev->nchans];

	local = queue % local;
	for (i = 0; i < dev->nchans; i++) {
		cpu = vmbus_channel_target_cpu(dev->chans[i]->chan);
		if (cpu_to_node(cpu) == node && !local--)
			return dev->chans[i];
	}
	/* A channel was moved to another CPU between the two loops. */
	return dev->chans[0];
}

/*
 * dev->topology held. On return no command path uses a channel that is not in
 * the map any more, and nothing staged is left unpublished.
 */
static void remap(struct storvsc_dev *dev)
{
	u32 q, i;

	for (q = 0; q < dev->queues; q++)
		rcu_assign_pointer(dev->map[q],
				   dev->nchans ? pick(dev, q) : NULL);
	WRITE_ONCE(dev->several, dev->nchans > 1);
	synchronize_rcu();
	for (i = 0; i < dev->nchans; i++)
		vmbus_flush(dev->chans[i]->chan);
}

/*
 * Let nobody else ever have the pages of a command that the host has kept. False
 * when that cannot be: a piece of a slab has other owners beside it.
 */
static bool pin_for_ever(struct scsi_cmnd *cmd)
{
	struct scatterlist *sg;
	unsigned long pfn, n;
	int i;

	scsi_for_each_sg(cmd, sg, scsi_sg_count(cmd), i)
		if (PageSlab(sg_page(sg)))
			return false;
	scsi_for_each_sg(cmd, sg, scsi_sg_count(cmd), i) {
		pfn = page_to_pfn(sg_page(sg));
		n = (sg->offset + sg->length + PAGE_SIZE - 1) >> PAGE_SHIFT;
		while (n--)
			get_page(pfn_to_page(pfn++));
	}
	return true;
}

/*
 * No callback runs any more. When the host has let go, what is still in the table
 * belongs to us. Otherwise it may write to it whenever it likes, so the memory of
 * each command is leaked, and a command whose memory cannot be leaked never ends.
 */
static void chan_reap(struct storvsc_chan *c, int host_byte, bool leak)
{
	unsigned int leaked = 0, kept = 0;
	struct storvsc_bounce *bounce;
	void *cookie;

	while ((cookie = vmbus_request_take_any(c->chan)) != NULL) {
		if (cookie == &c->ctl) {
			/* An answer of no length: none at all. */
			smp_store_release(&c->ctl.answered, 1);
			complete(&c->ctl.done);
			continue;
		}
		bounce = storvsc_bounce_of(cookie);
		if (bounce)
			cookie = leak ? storvsc_bounce_leak(c->dev, bounce) :
					storvsc_bounce_end(c->dev, bounce, 0);
		if (leak && !bounce && !pin_for_ever(cookie)) {
			kept++;
			continue;
		}
		leaked += leak;
		storvsc_finish(cookie, host_byte);
	}
	if (leaked || kept)
		dev_warn(&c->dev->hv->device,
			 "the host keeps %u commands: leaking the memory of %u, %u never end\n",
			 leaked + kept, leaked, kept);
}

/*
 * Close a channel and finish what it carried. The map is without it. A host that
 * does not let go is not talked to any more.
 */
static void chan_close(struct storvsc_chan *c, int host_byte)
{
	bool leak = !vmbus_close(c->chan);

	if (leak && vmbus_requests_outstanding(c->chan)) {
		WRITE_ONCE(c->dev->gone, true);
		host_byte = DID_NO_CONNECT;
	}
	chan_reap(c, host_byte, leak);
}

/*
 * A subchannel alone is rescinded: its commands are sent again elsewhere.
 * Callers hold no lock; a second call finds nothing.
 */
static void sub_rescinded(struct vmbus_channel *chan, void *context)
{
	struct storvsc_dev *dev = context;
	struct storvsc_chan *c = NULL;
	u32 i;

	mutex_lock(&dev->topology);
	for (i = 1; i < dev->nchans; i++) {
		if (dev->chans[i]->chan == chan) {
			c = dev->chans[i];
			dev->chans[i] = dev->chans[--dev->nchans];
			break;
		}
	}
	if (c) {
		remap(dev);
		chan_close(c, DID_REQUEUE);
		kfree(c);
	}
	mutex_unlock(&dev->topology);
}

static void sub_offered(struct vmbus_channel *chan, void *context)
{
	struct storvsc_dev *dev = context;
	struct storvsc_chan *c = NULL;
	int err = 0;

	/*
	 * Before the channel is used, and not under the lock, which the
	 * callback takes.
	 */
	vmbus_set_chn_rescind_callback(chan, sub_rescinded, dev);
	mutex_lock(&dev->topology);
	/* More than asked for stay closed. */
	if (dev->online && !dev->gone && dev->nchans < dev->room) {
		c = kzalloc(sizeof(*c), GFP_KERNEL);
		err = c ? chan_open(dev, c, chan) : -ENOMEM;
		if (err) {
			kfree(c);
			c = NULL;
		} else {
			dev->chans[dev->nchans++] = c;
			remap(dev);
		}
	}
	mutex_unlock(&dev->topology);
	if (!c)
		vmbus_set_chn_rescind_callback(chan, NULL, NULL);
	if (err && err != -ENODEV)
		dev_warn_ratelimited(&dev->hv->device,
				     "cannot open subchannel %u: %d\n",
				     vmbus_channel_subindex(chan), err);
}

/* The primary channel: everything ends. */
static void primary_rescinded(struct vmbus_channel *chan, void *context)
{
	struct storvsc_dev *dev = context;

	WRITE_ONCE(dev->gone, true);
	/* Somebody may be waiting for the host in probe, resume or reset. */
	complete(&dev->primary.ctl.done);
	storvsc_offline(dev, DID_NO_CONNECT);
}

u32 storvsc_wanted_subchannels(const struct storvsc_dev *dev)
{
	/* More than there are CPUs would only share interrupts. */
	return min3((u32)num_online_cpus() - 1, dev->room - 1,
		    (u32)dev->props.max_subchannels);
}

int storvsc_online(struct storvsc_dev *dev)
{
	struct storvsc_chan *c = &dev->primary;
	u32 want;
	int err;

	if (READ_ONCE(dev->gone))
		return -ENODEV;
	vmbus_set_chn_rescind_callback(dev->hv->channel, primary_rescinded,
				       dev);
	err = chan_open(dev, c, dev->hv->channel);
	if (err) {
		dev_err(&dev->hv->device, "cannot open the channel: %d\n", err);
		return err;
	}
	err = storvsc_handshake(dev, c);
	if (err)
		goto close;

	mutex_lock(&dev->topology);
	if (dev->gone || vmbus_channel_rescinded(c->chan)) {
		err = -ENODEV;
	} else {
		dev->online = true;
		dev->chans[0] = c;
		dev->nchans = 1;
		remap(dev);
	}
	mutex_unlock(&dev->topology);
	if (err)
		goto close;

	/* Online by now: subchannels left from before are handed out at once. */
	vmbus_set_sc_create_callback(c->chan, sub_offered, dev);
	want = storvsc_wanted_subchannels(dev);
	if (want)
		storvsc_create_subchannels(dev, c, want);
	return 0;

close:
	vmbus_close(c->chan);
	return err;
}

void storvsc_offline(struct storvsc_dev *dev, int host_byte)
{
	struct storvsc_chan *c;
	u32 n, i;

	mutex_lock(&dev->topology);
	if (!dev->online) {
		mutex_unlock(&dev->topology);
		return;
	}
	dev->online = false;
	n = dev->nchans;
	dev->nchans = 0;
	remap(dev);
	mutex_unlock(&dev->topology);

	/*
	 * From here on dev->chans is ours: nobody adds while we are offline.
	 * Not under the lock, which a callback that is waited for may take.
	 * Subchannels first: closing the primary gives up their pointers.
	 */
	for (i = 1; i < n; i++) {
		c = dev->chans[i];
		dev->chans[i] = NULL;
		vmbus_set_chn_rescind_callback(c->chan, NULL, NULL);
		chan_close(c, host_byte);
		kfree(c);
	}
	chan_close(&dev->primary, host_byte);
}
