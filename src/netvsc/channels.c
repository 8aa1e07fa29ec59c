// SPDX-License-Identifier: GPL-2.0-only
/*
 * Queues and their VMBus channels: open, poll, stop.
 *
 * A queue is made when it is first needed and lives until the device goes, with
 * its statistics. Its channel comes and goes with each session.
 */
#include <linux/jiffies.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "netvsc.h"

/* Completions cost little, but not nothing: this many for one frame of budget. */
#define OTHERS_PER_BUDGET	4

/* -------- polling -------- */

/* Hard interrupt, or softirq. */
static void netvsc_channel_callback(void *context)
{
	struct netvsc_queue *q = context;

	napi_schedule(&q->napi);
}

/* What the host says by itself. */
static void inband(struct netvsc_queue *q, const struct vmbus_packet *pkt)
{
	struct netvsc *nv = q->nv;
	u16 table[NVSP_SEND_TABLE_ENTRIES];
	bool allocated;
	u32 serial, i;

	switch (nvsp_type(pkt->data, pkt->len)) {
	case NVSP_MSG_SEND_TABLE:
		/* Reduced to the queues in use when it is looked up. */
		if (nvsp_parse_send_table(pkt->data, pkt->len, nv->version,
					  NETVSC_MAX_QUEUES, table)) {
			q->ev.rx_bad++;
			break;
		}
		for (i = 0; i < ARRAY_SIZE(table); i++)
			WRITE_ONCE(nv->send_table[i], table[i]);
		break;
	case NVSP_MSG_VF_ASSOCIATION:
		if (nvsp_parse_vf(pkt->data, pkt->len, &allocated, &serial))
			q->ev.rx_bad++;
		else
			netvsc_vf_event(nv, allocated, serial);
		break;
	default:
		q->ev.rx_bad++;
		break;
	}
}

static void completion(struct netvsc_queue *q, const struct vmbus_packet *pkt)
{
	struct netvsc *nv = q->nv;
	void *cookie = vmbus_request_take(q->chan, pkt->trans_id);

	if (likely(cookie >= (void *)q->tx.slot &&
		   cookie < (void *)(q->tx.slot + NETVSC_SLOTS))) {
		netvsc_tx_done(q, cookie, pkt);
	} else if (cookie == &nv->ctl) {
		netvsc_rndis_sent(nv);
	} else if (cookie == &nv->nvsp) {
		netvsc_nvsp_answer(nv, pkt->data, pkt->len);
	} else {
		q->ev.rx_bad++;
		netvsc_log(nv, rx_err, "the host answered something that was not asked\n");
	}
}

static int netvsc_poll(struct napi_struct *napi, int budget)
{
	struct netvsc_queue *q = container_of(napi, struct netvsc_queue, napi);
	int frames = 0, others = 0;
	struct vmbus_packet pkt;
	bool empty = false, paid;

	if (!budget)
		return 0;
	vmbus_poll_begin(q->chan);
	netvsc_rx_pay(q);
	/* Without room for one more answer nothing more is taken in. */
	while (frames < budget && others < budget * OTHERS_PER_BUDGET &&
	       netvsc_rx_owed(q) < NETVSC_OWED) {
		if (!vmbus_next_packet(q->chan, &pkt)) {
			empty = true;
			break;
		}
		switch (pkt.type) {
		case VMBUS_PKT_DATA_XFER_PAGES:
			frames += netvsc_rx_packet(q, &pkt);
			break;
		case VMBUS_PKT_COMP:
			completion(q, &pkt);
			others++;
			break;
		case VMBUS_PKT_DATA_INBAND:
			inband(q, &pkt);
			others++;
			break;
		default:
			q->ev.rx_bad++;
			others++;
			break;
		}
	}
	paid = netvsc_rx_pay(q);
	netvsc_tx_poll_end(q);
	netvsc_xdp_poll_end(q);
	if (!empty) {
		vmbus_end_read(q->chan);
		/* The signal that tells of room in the ring starts us again. */
		if (!paid && netvsc_rx_owed(q) >= NETVSC_OWED) {
			napi_complete_done(napi, min(frames, budget - 1));
			return min(frames, budget - 1);
		}
		return budget;
	}
	if (frames >= budget)
		return budget;
	if (napi_complete_done(napi, frames) && vmbus_poll_end(q->chan))
		napi_schedule(napi);
	return frames;
}

/* -------- queues -------- */

struct netvsc_queue *netvsc_queue_get(struct netvsc *nv, u32 index)
{
	struct netvsc_queue *q = nv->queue[index];

	if (q)
		return q;
	q = kzalloc(sizeof(*q), GFP_KERNEL);
	if (!q)
		return NULL;
	q->nv = nv;
	q->index = index;
	u64_stats_init(&q->tx_stats.syncp);
	u64_stats_init(&q->rx_stats.syncp);
	if (netvsc_tx_alloc(q))
		goto free;
	if (netvsc_rx_alloc(q))
		goto free_tx;
	if (xdp_rxq_info_reg(&q->xdp_rxq, nv->net, index, 0))
		goto free_rx;
	if (xdp_rxq_info_reg_mem_model(&q->xdp_rxq, MEM_TYPE_PAGE_SHARED, NULL))
		goto unreg;
	netif_napi_add(nv->net, &q->napi, netvsc_poll);
	nv->queue[index] = q;
	return q;
unreg:
	xdp_rxq_info_unreg(&q->xdp_rxq);
free_rx:
	netvsc_rx_free(q);
free_tx:
	netvsc_tx_free(q);
free:
	kfree(q);
	return NULL;
}

void netvsc_queues_free(struct netvsc *nv)
{
	struct netvsc_queue *q;
	u32 i;

	for (i = 0; i < NETVSC_MAX_QUEUES; i++) {
		q = nv->queue[i];
		if (!q)
			continue;
		nv->queue[i] = NULL;
		netif_napi_del(&q->napi);
		xdp_rxq_info_unreg(&q->xdp_rxq);
		netvsc_rx_free(q);
		netvsc_tx_free(q);
		kfree(q);
	}
}

/* chan_lock held, or nobody else knows of the channel yet. */
static int queue_open_locked(struct netvsc_queue *q, struct vmbus_channel *chan)
{
	u32 bytes = netvsc_ring_pages * HV_HYP_PAGE_SIZE;
	int err;

	q->chan = chan;
	q->lost = false;
	vmbus_set_max_pkt_size(chan, NETVSC_MAX_PKT);
	vmbus_set_request_table(chan, NETVSC_IDS);
	vmbus_set_low_latency(chan, true);
	vmbus_set_polled(chan, true);
	vmbus_channel_set_drvdata(chan, q);
	/* First the poller: what comes early is not lost. */
	napi_enable(&q->napi);
	q->running = true;
	err = vmbus_open(chan, bytes, bytes, NULL, 0, netvsc_channel_callback,
			 q);
	if (err) {
		q->running = false;
		napi_disable(&q->napi);
		vmbus_set_polled(chan, false);
	}
	return err;
}

int netvsc_queue_open(struct netvsc_queue *q, struct vmbus_channel *chan)
{
	int err;

	mutex_lock(&q->nv->chan_lock);
	err = queue_open_locked(q, chan);
	mutex_unlock(&q->nv->chan_lock);
	return err;
}

/* chan_lock held; no frame is sent any more through a queue of a session. */
static void queue_stop(struct netvsc_queue *q)
{
	if (!q->running)
		return;
	vmbus_channel_quiesce(q->chan);
	napi_disable(&q->napi);
	q->running = false;
}

void netvsc_queues_stop(struct netvsc *nv)
{
	u32 i;

	mutex_lock(&nv->chan_lock);
	for (i = 0; i < NETVSC_MAX_QUEUES; i++)
		if (nv->queue[i])
			queue_stop(nv->queue[i]);
	mutex_unlock(&nv->chan_lock);
}

void netvsc_queues_reap(struct netvsc *nv, bool leak)
{
	struct netvsc_ctl *c = &nv->ctl;
	u32 i;

	for (i = 0; i < NETVSC_MAX_QUEUES; i++) {
		if (!nv->queue[i])
			continue;
		netvsc_tx_reset(nv->queue[i], leak);
		nv->queue[i]->rx.owed_head = 0;
		nv->queue[i]->rx.owed_tail = 0;
	}
	mutex_lock(&c->mutex);
	if (c->at_host && leak) {
		/* The old page is theirs; without a new one nothing can be asked. */
		c->request = (u8 *)get_zeroed_page(GFP_KERNEL);
		netdev_warn(nv->net, "leaking a page of a question\n");
	}
	c->at_host = !c->request;
	mutex_unlock(&c->mutex);
}

/* -------- subchannels -------- */

/* A subchannel alone goes: begin anew with those that are left. */
static void sub_rescinded(struct vmbus_channel *chan, void *context)
{
	struct netvsc *nv = context;
	struct netvsc_queue *q = vmbus_channel_get_drvdata(chan);

	mutex_lock(&nv->chan_lock);
	if (q && q->chan == chan && q->running) {
		q->lost = true;
		queue_stop(q);
		if (!nv->collecting)
			schedule_work(&nv->reset_work);
	}
	mutex_unlock(&nv->chan_lock);
}

static void sub_offered(struct vmbus_channel *chan, void *context)
{
	struct netvsc *nv = context;
	u32 index = vmbus_channel_subindex(chan);
	struct netvsc_queue *q;
	int err;

	/* Not under the lock, which the callback takes. */
	vmbus_channel_set_drvdata(chan, NULL);
	vmbus_set_chn_rescind_callback(chan, sub_rescinded, nv);
	mutex_lock(&nv->chan_lock);
	/* Late ones and those that were not asked for stay closed. */
	if (!nv->collecting || !index || index >= nv->queues)
		goto out;
	q = netvsc_queue_get(nv, index);
	if (!q || q->running)
		goto out;
	err = queue_open_locked(q, chan);
	if (err)
		netdev_warn(nv->net, "cannot open queue %u: %d\n", index, err);
	/* Not counted, it is waited for in vain; the others are used. */
	else
		nv->opened++;
out:
	mutex_unlock(&nv->chan_lock);
	wake_up(&nv->sub_wait);
}

static bool all_opened(struct netvsc *nv, u32 want)
{
	return READ_ONCE(nv->gone) || READ_ONCE(nv->opened) >= want;
}

void netvsc_open_subchannels(struct netvsc *nv, u32 want)
{
	struct nvsp_message m;
	u32 count = 0, i;
	int err;

	mutex_lock(&nv->chan_lock);
	nv->queues = want;
	nv->opened = 1;
	nv->collecting = true;
	mutex_unlock(&nv->chan_lock);
	vmbus_set_sc_create_callback(nv->hv->channel, sub_offered, nv);

	nvsp_build_subchannels(&m, want - 1);
	err = netvsc_nvsp_request(nv, &m);
	if (!err)
		err = nvsp_parse_subchannels(nv->nvsp.reply, nv->nvsp.len,
					     want - 1, &count);
	if (err)
		netdev_warn(nv->net, "the host gave no more queues: %d\n", err);
	else if (!wait_event_timeout(nv->sub_wait, all_opened(nv, count + 1),
				     NETVSC_WAIT_SUBCHANNELS))
		netdev_warn(nv->net, "the host announced %u queues, %u came\n",
			    count + 1, nv->opened);

	/* Those without a gap count: the host knows them by their numbers. */
	mutex_lock(&nv->chan_lock);
	nv->collecting = false;
	for (i = 1; i <= count; i++)
		if (!nv->queue[i] || !nv->queue[i]->running)
			break;
	nv->queues = i;
	mutex_unlock(&nv->chan_lock);
}

void netvsc_primary_rescinded(struct vmbus_channel *chan, void *context)
{
	struct netvsc *nv = context;

	WRITE_ONCE(nv->gone, true);
	netif_carrier_off(nv->net);
	/* Whoever waits for the host, does so no longer. */
	complete(&nv->nvsp.done);
	netvsc_ctl_wake(nv);
	wake_up(&nv->sub_wait);
}
