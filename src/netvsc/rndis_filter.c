// SPDX-License-Identifier: GPL-2.0-only
/*
 * Control messages of RNDIS: one question at a time, and its answer, which comes
 * as a message of its own (protocol 5.2).
 */
#include <linux/delay.h>
#include <linux/jiffies.h>
#include <linux/slab.h>

#include "netvsc.h"

/* -------- from the host; softirq -------- */

static void answered(struct netvsc *nv, u32 len)
{
	struct netvsc_ctl *c = &nv->ctl;
	u32 id;

	if (rndis_parse_req_id(c->in, len, &id) || !c->waiting || c->answered ||
	    id != c->req_id)
		return;
	memcpy(c->reply, c->in, len);
	c->reply_len = len;
	c->answered = true;
	complete(&c->done);
}

void netvsc_rndis_receive(struct netvsc *nv, u32 where, u32 len)
{
	struct netvsc_ctl *c = &nv->ctl;
	u32 status;

	len = min_t(u32, len, NETVSC_CTL_BYTES);
	spin_lock(&c->lock);
	memcpy(c->in, (u8 *)nv->recv.mem + where, len);
	/* The compiler must not read there again. */
	barrier();
	switch (rndis_type(c->in, len)) {
	case RNDIS_MSG_INIT | RNDIS_MSG_COMPLETE:
	case RNDIS_MSG_QUERY | RNDIS_MSG_COMPLETE:
	case RNDIS_MSG_SET | RNDIS_MSG_COMPLETE:
		answered(nv, len);
		break;
	case RNDIS_MSG_INDICATE:
		if (!rndis_parse_indicate(c->in, len, &status))
			netvsc_link_event(nv, status);
		break;
	case RNDIS_MSG_KEEPALIVE:
		if (rndis_parse_req_id(c->in, len, &c->keepalive_id))
			break;
		c->keepalive = true;
		schedule_work(&nv->filter_work);
		break;
	default:
		nv->queue[0]->ev.rx_bad++;
		break;
	}
	spin_unlock(&c->lock);
}

void netvsc_rndis_sent(struct netvsc *nv)
{
	struct netvsc_ctl *c = &nv->ctl;

	spin_lock(&c->lock);
	c->at_host = false;
	spin_unlock(&c->lock);
}

void netvsc_ctl_wake(struct netvsc *nv)
{
	complete(&nv->ctl.done);
}

/* -------- to the host; nv->ctl.mutex held -------- */

static int send_request(struct netvsc *nv, u32 bytes)
{
	struct vmbus_channel *chan = nv->hv->channel;
	struct netvsc_ctl *c = &nv->ctl;
	struct nvsp_message m;
	u64 pfn = vmbus_virt_to_pfn(c->request);
	u64 id;
	int err;

	if (READ_ONCE(nv->gone))
		return -ENODEV;
	id = vmbus_request_set(chan, NETVSC_ID_CTL, c);
	if (id == VMBUS_NO_REQUEST)
		return -EBUSY;
	spin_lock_bh(&c->lock);
	c->at_host = true;
	spin_unlock_bh(&c->lock);
	nvsp_build_rndis(&m, true, NVSP_NO_SECTION, 0);
	err = vmbus_sendpacket_pfns(chan, bytes, 0, &pfn, 1, &m, sizeof(m), id,
				    VMBUS_SEND_COMPLETION);
	if (err && vmbus_request_take(chan, id)) {
		spin_lock_bh(&c->lock);
		c->at_host = false;
		spin_unlock_bh(&c->lock);
	}
	return err;
}

/* Send what is in the request page; 0 when the answer is in c->reply. */
static int ask(struct netvsc *nv, u32 req_id, u32 bytes)
{
	struct netvsc_ctl *c = &nv->ctl;
	bool ok;
	int err;

	if (!bytes)
		return -EMSGSIZE;
	spin_lock_bh(&c->lock);
	c->req_id = req_id;
	c->waiting = true;
	c->answered = false;
	c->reply_len = 0;
	reinit_completion(&c->done);
	spin_unlock_bh(&c->lock);

	err = send_request(nv, bytes);
	if (!err)
		wait_for_completion_timeout(&c->done, NETVSC_WAIT_HOST);

	spin_lock_bh(&c->lock);
	c->waiting = false;
	ok = c->answered;
	spin_unlock_bh(&c->lock);
	if (err || ok)
		return err;
	return READ_ONCE(nv->gone) ? -ENODEV : -ETIMEDOUT;
}

/*
 * The page can be written to: the host has read the last request. It may say so
 * a little after its answer.
 */
static bool page_free(struct netvsc *nv)
{
	unsigned int tries = 1000;
	bool busy;

	for (;;) {
		spin_lock_bh(&nv->ctl.lock);
		busy = nv->ctl.at_host;
		spin_unlock_bh(&nv->ctl.lock);
		if (!busy || !tries-- || READ_ONCE(nv->gone))
			return !busy;
		usleep_range(500, 1000);
	}
}

int netvsc_oid_query(struct netvsc *nv, u32 oid, const void *question,
		     u32 question_len, void *info, u32 room, u32 *got)
{
	struct netvsc_ctl *c = &nv->ctl;
	u32 id;
	int err = -ENODEV;

	mutex_lock(&c->mutex);
	if (!c->online)
		goto out;
	err = -EBUSY;
	if (!page_free(nv))
		goto out;
	id = ++nv->req_id;
	err = ask(nv, id, rndis_build_query(c->request, NETVSC_CTL_BYTES, id,
					    oid, question, question_len));
	if (!err)
		err = rndis_parse_query(c->reply, c->reply_len, info, room, got);
out:
	mutex_unlock(&c->mutex);
	return err;
}

int netvsc_oid_set(struct netvsc *nv, u32 oid, const void *info, u32 len)
{
	struct netvsc_ctl *c = &nv->ctl;
	u32 id;
	int err = -ENODEV;

	mutex_lock(&c->mutex);
	if (!c->online)
		goto out;
	err = -EBUSY;
	if (!page_free(nv))
		goto out;
	id = ++nv->req_id;
	err = ask(nv, id, rndis_build_set(c->request, NETVSC_CTL_BYTES, id, oid,
					  info, len));
	if (!err)
		err = rndis_parse_set(c->reply, c->reply_len);
out:
	mutex_unlock(&c->mutex);
	return err;
}

/* -------- begin and end -------- */

int netvsc_rndis_init(struct netvsc *nv)
{
	struct netvsc_ctl *c = &nv->ctl;
	u8 mac[ETH_ALEN];
	u32 id, got;
	int err;

	mutex_lock(&c->mutex);
	id = ++nv->req_id;
	err = page_free(nv) ? ask(nv, id, rndis_build_init(c->request,
							   NETVSC_CTL_BYTES,
							   id)) : -EBUSY;
	if (!err)
		err = rndis_parse_init(c->reply, c->reply_len, &nv->limits);
	c->online = !err;
	mutex_unlock(&c->mutex);
	if (err)
		return err;

	/*
	 * Later on the address is the user's, who may have changed it: the host
	 * begins each session with its own.
	 */
	if (is_valid_ether_addr(nv->net->dev_addr)) {
		if (!ether_addr_equal(nv->net->dev_addr, nv->net->perm_addr) &&
		    netvsc_set_mac(nv, nv->net->dev_addr))
			netdev_warn(nv->net,
				    "the host does not take the address that was set\n");
		return 0;
	}
	err = netvsc_oid_query(nv, OID_PERMANENT_MAC, NULL, 0, mac, sizeof(mac),
			       &got);
	if (!err && (got < sizeof(mac) || !is_valid_ether_addr(mac)))
		err = -EPROTO;
	if (!err) {
		eth_hw_addr_set(nv->net, mac);
		ether_addr_copy(nv->net->perm_addr, mac);
	}
	return err;
}

void netvsc_rndis_halt(struct netvsc *nv)
{
	struct netvsc_ctl *c = &nv->ctl;
	u32 bytes;

	mutex_lock(&c->mutex);
	if (c->online && page_free(nv)) {
		/* Not answered. */
		bytes = rndis_build_halt(c->request, NETVSC_CTL_BYTES,
					 ++nv->req_id);
		if (bytes)
			send_request(nv, bytes);
	}
	c->online = false;
	mutex_unlock(&c->mutex);
}

void netvsc_rndis_alive(struct netvsc *nv)
{
	struct netvsc_ctl *c = &nv->ctl;
	u32 bytes = 0, id;
	bool asked;

	mutex_lock(&c->mutex);
	spin_lock_bh(&c->lock);
	asked = c->keepalive;
	id = c->keepalive_id;
	c->keepalive = false;
	spin_unlock_bh(&c->lock);
	if (asked && c->online && page_free(nv))
		bytes = rndis_build_keepalive_complete(c->request,
						       NETVSC_CTL_BYTES, id);
	if (bytes)
		send_request(nv, bytes);
	mutex_unlock(&c->mutex);
}

/* -------- settings -------- */

int netvsc_set_filter(struct netvsc *nv, u32 filter)
{
	__le32 value = cpu_to_le32(filter);
	int err;

	err = netvsc_oid_set(nv, OID_PACKET_FILTER, &value, sizeof(value));
	if (!err)
		nv->filter = filter;
	return err;
}

int netvsc_set_rss(struct netvsc *nv, bool disable)
{
	u32 room = sizeof(struct ndis_rss_params) + NDIS_RSS_KEY_LEN +
		   NDIS_RSS_TABLE_MAX * sizeof(u32);
	u8 *buf = kmalloc(room, GFP_KERNEL);
	u32 bytes;
	int err;

	if (!buf)
		return -ENOMEM;
	bytes = rndis_build_rss_params(buf, room, nv->rss_table,
				       nv->rss_entries, nv->rss_key, disable);
	err = bytes ? netvsc_oid_set(nv, OID_RSS_PARAMS, buf, bytes) : -EINVAL;
	kfree(buf);
	return err;
}

int netvsc_set_offloads(struct netvsc *nv, bool rsc)
{
	struct ndis_offload_params p;
	u32 bytes;

	bytes = rndis_build_offload_params(&p, nv->version, &nv->off, rsc);
	return netvsc_oid_set(nv, OID_OFFLOAD_PARAMS, &p, bytes);
}

int netvsc_set_mac(struct netvsc *nv, const u8 *mac)
{
	u8 buf[128];
	u32 bytes = rndis_build_mac(buf, sizeof(buf), mac);

	return bytes ? netvsc_oid_set(nv, OID_CONFIG_PARAMETER, buf, bytes) :
		       -EINVAL;
}

/* 1: connected, 0: not, or -errno. */
int netvsc_query_link(struct netvsc *nv)
{
	__le32 value;
	u32 got, speed;
	int err;

	err = netvsc_oid_query(nv, OID_LINK_SPEED, NULL, 0, &value,
			       sizeof(value), &got);
	if (!err && got == sizeof(value)) {
		/* Units of 100 bit/s. */
		speed = le32_to_cpu(value) / 10000;
		WRITE_ONCE(nv->speed, speed);
	}
	err = netvsc_oid_query(nv, OID_MEDIA_CONNECT, NULL, 0, &value,
			       sizeof(value), &got);
	if (err)
		return err;
	if (got != sizeof(value))
		return -EPROTO;
	/* 0: connected */
	return value == 0;
}
