// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host's side of the device comes and goes: version, buffers, start, stop
 * (protocol 5.1).
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "netvsc.h"

/* -------- requests -------- */

void netvsc_nvsp_answer(struct netvsc *nv, const void *data, u32 len)
{
	struct netvsc_nvsp *n = &nv->nvsp;

	spin_lock(&n->lock);
	if (n->waiting) {
		n->len = min_t(u32, len, sizeof(n->reply));
		memcpy(n->reply, data, n->len);
		n->answered = true;
		complete(&n->done);
	}
	spin_unlock(&n->lock);
}

int netvsc_nvsp_request(struct netvsc *nv, const struct nvsp_message *m)
{
	struct vmbus_channel *chan = nv->hv->channel;
	struct netvsc_nvsp *n = &nv->nvsp;
	bool answered;
	int err;
	u64 id;

	spin_lock_bh(&n->lock);
	n->waiting = true;
	n->answered = false;
	n->len = 0;
	reinit_completion(&n->done);
	spin_unlock_bh(&n->lock);

	id = vmbus_request_set(chan, NETVSC_ID_NVSP, n);
	if (id == VMBUS_NO_REQUEST) {
		err = -EBUSY;
		goto out;
	}
	/* A rescind completes whoever waits; it may have come just before. */
	if (READ_ONCE(nv->gone))
		err = -ENODEV;
	else
		err = vmbus_sendpacket(chan, m, NVSP_MESSAGE_LEN, id,
				       VMBUS_PKT_DATA_INBAND,
				       VMBUS_SEND_COMPLETION);
	if (!err)
		wait_for_completion_timeout(&n->done, NETVSC_WAIT_HOST);
	/* An answer that comes from now on finds nothing. */
	vmbus_request_take(chan, id);
out:
	spin_lock_bh(&n->lock);
	n->waiting = false;
	answered = n->answered;
	spin_unlock_bh(&n->lock);
	if (err || answered)
		return err;
	return READ_ONCE(nv->gone) ? -ENODEV : -ETIMEDOUT;
}

/* A message that is not answered. */
static int tell(struct netvsc *nv, const struct nvsp_message *m)
{
	return vmbus_sendpacket(nv->hv->channel, m, NVSP_MESSAGE_LEN,
				VMBUS_NO_REQUEST, VMBUS_PKT_DATA_INBAND, 0);
}

static int negotiate(struct netvsc *nv)
{
	struct nvsp_message m;
	unsigned int i;
	u32 version;
	int err;

	for (i = 0; (version = nvsp_version_nth(i)) != 0; i++) {
		nvsp_build_init(&m, version);
		err = netvsc_nvsp_request(nv, &m);
		if (err)
			return err;
		err = nvsp_parse_init(nv->nvsp.reply, nv->nvsp.len);
		if (!err) {
			nv->version = version;
			break;
		}
		if (err != -EIO)
			return -EPROTO;
	}
	if (!version)
		return -EOPNOTSUPP;

	if (nv->version >= NVSP_VERSION_2) {
		nvsp_build_ndis_config(&m, nv->version, nv->net->mtu,
				       netvsc_vf_possible());
		err = tell(nv, &m);
		if (err)
			return err;
	}
	nvsp_build_ndis_version(&m, nv->version);
	return tell(nv, &m);
}

/* -------- buffers -------- */

u32 netvsc_recv_max(const struct netvsc *nv)
{
	return nv->version && nv->version <= NVSP_VERSION_2 ?
		NETVSC_RECV_MAX_OLD : NETVSC_RECV_MAX;
}

/*
 * Get memory for a buffer and share it. Where address space is short (32-bit), a
 * smaller buffer has to do.
 */
static int buf_share(struct netvsc *nv, struct netvsc_buf *b, u32 bytes,
		     u32 least)
{
	least = PAGE_ALIGN(least);
	bytes = PAGE_ALIGN(bytes);
	while (!b->mem) {
		b->mem = __vmalloc(bytes, GFP_KERNEL | __GFP_ZERO |
				   __GFP_NOWARN);
		if (b->mem)
			break;
		if (bytes <= least)
			return -ENOMEM;
		bytes = max_t(u32, least, PAGE_ALIGN(bytes / 2));
	}
	b->bytes = bytes;
	return vmbus_establish_gpadl(nv->hv->channel, b->mem, bytes, &b->gpadl);
}

/* Free the memory, unless the host may still have it. True when leaked. */
static bool buf_free(struct netvsc *nv, struct netvsc_buf *b)
{
	bool leak = b->gpadl.handle != 0;

	if (leak)
		netdev_warn(nv->net,
			    "the host did not give back a buffer: leaking %u bytes\n",
			    b->bytes);
	else
		vfree(b->mem);
	memset(b, 0, sizeof(*b));
	return leak;
}

static int share_buffers(struct netvsc *nv)
{
	struct nvsp_message m;
	u32 bytes;
	int err;

	bytes = min(nv->want_recv, netvsc_recv_max(nv));
	err = buf_share(nv, &nv->recv, bytes,
			NETVSC_MIN_SECTIONS * NETVSC_RECV_SECTION);
	if (err)
		return err;
	nvsp_build_recv_buf(&m, nv->recv.gpadl.handle);
	err = netvsc_nvsp_request(nv, &m);
	if (!err)
		err = nvsp_parse_recv_buf(nv->nvsp.reply, nv->nvsp.len,
					  nv->recv.bytes, &nv->recv.section,
					  &nv->recv.sections);
	if (err)
		return err;

	bytes = min(nv->want_send, NETVSC_SEND_MAX);
	err = buf_share(nv, &nv->send, bytes,
			NETVSC_MIN_SECTIONS * NETVSC_SEND_SECTION);
	if (err)
		return err;
	nvsp_build_send_buf(&m, nv->send.gpadl.handle);
	err = netvsc_nvsp_request(nv, &m);
	if (!err)
		err = nvsp_parse_send_buf(nv->nvsp.reply, nv->nvsp.len,
					  nv->send.bytes, &nv->send.section,
					  &nv->send.sections);
	if (err)
		return err;
	nv->section_map = kcalloc(BITS_TO_LONGS(nv->send.sections),
				  sizeof(long), GFP_KERNEL);
	return nv->section_map ? 0 : -ENOMEM;
}

/* One-way, both; the host needs no word when it took the device away. */
static void revoke_buffers(struct netvsc *nv)
{
	struct nvsp_message m;

	if (READ_ONCE(nv->gone))
		return;
	if (nv->recv.sections) {
		nvsp_build_revoke(&m, true);
		tell(nv, &m);
	}
	if (nv->send.sections) {
		nvsp_build_revoke(&m, false);
		tell(nv, &m);
	}
}

static void teardown_buffers(struct netvsc *nv)
{
	vmbus_teardown_gpadl(nv->hv->channel, &nv->recv.gpadl);
	vmbus_teardown_gpadl(nv->hv->channel, &nv->send.gpadl);
}

/* -------- sessions -------- */

static void session_end(struct netvsc *nv)
{
	/* Old hosts forget the buffers together with the channel. */
	bool early = vmbus_version() < VMBUS_VERSION_WIN10;
	bool leak;

	mutex_lock(&nv->chan_lock);
	nv->collecting = false;
	mutex_unlock(&nv->chan_lock);

	netvsc_rndis_halt(nv);
	revoke_buffers(nv);
	if (early)
		teardown_buffers(nv);
	netvsc_queues_stop(nv);
	leak = !vmbus_close(nv->hv->channel);
	if (!early)
		teardown_buffers(nv);
	leak |= buf_free(nv, &nv->recv);
	leak |= buf_free(nv, &nv->send);
	netvsc_queues_reap(nv, leak);
	kfree(nv->section_map);
	nv->section_map = NULL;
}

/* What the host can do beyond a single channel; none of it is necessary. */
static void session_extras(struct netvsc *nv)
{
	struct ndis_offload_caps caps;
	struct ndis_rss_caps rss;
	struct ndis_object ask;
	u32 got, host_queues = 1, want;

	memset(&nv->off, 0, sizeof(nv->off));
	ask.type = NDIS_TYPE_OFFLOAD_CAPS;
	ask.size = nvsp_offload_caps_len(nv->version);
	ask.revision = ask.size == NDIS_OFFLOAD_CAPS_LEN_3 ? 3 :
		       ask.size == NDIS_OFFLOAD_CAPS_LEN_2 ? 2 : 1;
	memset(&caps, 0, sizeof(caps));
	caps.header = ask;
	if (netvsc_oid_query(nv, OID_OFFLOAD_CAPS, &caps, ask.size, &caps,
			     sizeof(caps), &got) ||
	    rndis_parse_offload_caps(&caps, got, nv->version, &nv->off))
		netdev_info(nv->net, "the host offers no offloads\n");

	nv->max_queues = 1;
	nv->queues = 1;
	if (nv->version < NVSP_VERSION_5)
		return;
	memset(&rss, 0, sizeof(rss));
	rss.header.type = NDIS_TYPE_RSS_CAPS;
	rss.header.revision = 2;
	rss.header.size = sizeof(rss);
	if (netvsc_oid_query(nv, OID_RSS_CAPS, &rss, sizeof(rss), &rss,
			     sizeof(rss), &got) ||
	    rndis_parse_rss_caps(&rss, got, &host_queues, &nv->rss_entries))
		return;
	nv->max_queues = min3(host_queues, NETVSC_MAX_QUEUES,
			      (u32)num_online_cpus());
	want = min(nv->want_queues, nv->max_queues);
	if (want > 1)
		netvsc_open_subchannels(nv, want);
	netvsc_rss_default(nv);
	if (nv->queues > 1 && netvsc_set_rss(nv, false))
		netdev_warn(nv->net, "the host does not spread over %u queues\n",
			    nv->queues);
}

static int session_begin(struct netvsc *nv)
{
	struct netvsc_queue *q = netvsc_queue_get(nv, 0);
	const char *step;
	int err;

	if (!q)
		return -ENOMEM;
	nv->queues = 1;
	step = "open";
	err = netvsc_queue_open(q, nv->hv->channel);
	if (err)
		goto fail;
	step = "version";
	err = negotiate(nv);
	if (err)
		goto fail;
	step = "buffers";
	err = share_buffers(nv);
	if (err)
		goto fail;
	step = "rndis";
	err = netvsc_rndis_init(nv);
	if (err)
		goto fail;
	nv->copy_max = min3(nv->send.section, nv->limits.max_bytes,
			    NETVSC_COPY_MAX);
	session_extras(nv);
	return 0;
fail:
	netdev_err(nv->net, "no session with the host: step %s: %d\n", step,
		   err);
	session_end(nv);
	return err;
}

int netvsc_attach(struct netvsc *nv)
{
	struct net_device *net = nv->net;
	int err;

	if (READ_ONCE(nv->gone))
		return -ENODEV;
	nv->tx_off = true;
	err = session_begin(nv);
	if (err)
		return err;
	nv->attached = true;
	/* Never more than the stack has. */
	WRITE_ONCE(nv->tx_queues, min(nv->tx_queues, nv->queues));
	err = netif_set_real_num_tx_queues(net, nv->queues);
	if (!err)
		err = netif_set_real_num_rx_queues(net, nv->queues);
	if (err) {
		netvsc_detach(nv);
		return err;
	}
	WRITE_ONCE(nv->tx_queues, nv->queues);
	netvsc_link_refresh(nv);
	return 0;
}

void netvsc_detach(struct netvsc *nv)
{
	if (!nv->attached)
		return;
	nv->attached = false;
	netvsc_vf_reset(nv);
	session_end(nv);
}

int netvsc_start(struct netvsc *nv)
{
	struct net_device *net = nv->net;
	bool multi, promisc;
	int err;

	netif_addr_lock_bh(net);
	promisc = net->flags & IFF_PROMISC;
	multi = (net->flags & IFF_ALLMULTI) || !netdev_mc_empty(net);
	netif_addr_unlock_bh(net);
	err = netvsc_set_filter(nv, rndis_filter(promisc, multi));
	if (err)
		return err;
	WRITE_ONCE(nv->tx_off, false);
	netif_tx_wake_all_queues(net);
	return 0;
}

static bool drained(struct netvsc *nv)
{
	u32 i;

	for (i = 0; i < nv->queues; i++)
		if (nv->queue[i] && nv->queue[i]->running &&
		    (netvsc_tx_outstanding(nv->queue[i]) ||
		     netvsc_rx_owed(nv->queue[i])))
			return false;
	return true;
}

void netvsc_stop(struct netvsc *nv)
{
	unsigned int tries = NETVSC_WAIT_DRAIN;

	/* Whoever wakes a queue looks at this under the transmit lock. */
	WRITE_ONCE(nv->tx_off, true);
	netif_tx_disable(nv->net);
	if (!nv->attached || READ_ONCE(nv->gone))
		return;
	netvsc_set_filter(nv, 0);
	while (!drained(nv) && tries--) {
		if (READ_ONCE(nv->gone))
			return;
		msleep(20);
	}
	if (!drained(nv))
		netdev_warn(nv->net, "the host holds on to some frames\n");
}

int netvsc_restart(struct netvsc *nv)
{
	struct net_device *net = nv->net;
	int err;

	ASSERT_RTNL();
	netif_device_detach(net);
	netvsc_stop(nv);
	netvsc_detach(nv);
	err = netvsc_attach(nv);
	if (err)
		return err;
	netvsc_set_features(nv);
	if (netif_running(net)) {
		err = netvsc_start(nv);
		if (err) {
			netvsc_detach(nv);
			return err;
		}
	}
	netif_device_attach(net);
	netvsc_vf_follow(nv);
	return 0;
}
