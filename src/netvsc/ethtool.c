// SPDX-License-Identifier: GPL-2.0-only
/*
 * Settings and statistics by ethtool. Names of statistics are those of the in-tree
 * driver.
 */
#include <linux/ethtool.h>
#include <linux/rtnetlink.h>
#include <linux/string.h>

#include "netvsc.h"

#define HASH_L3		(RXH_IP_SRC | RXH_IP_DST)
#define HASH_L4		(HASH_L3 | RXH_L4_B_0_1 | RXH_L4_B_2_3)

static void get_drvinfo(struct net_device *net, struct ethtool_drvinfo *info)
{
	strscpy(info->driver, KBUILD_MODNAME, sizeof(info->driver));
	strscpy(info->fw_version, "N/A", sizeof(info->fw_version));
}

static u32 get_msglevel(struct net_device *net)
{
	struct netvsc *nv = netdev_priv(net);

	return nv->msg_enable;
}

static void set_msglevel(struct net_device *net, u32 level)
{
	struct netvsc *nv = netdev_priv(net);

	nv->msg_enable = level;
}

static int get_regs_len(struct net_device *net)
{
	return NVSP_SEND_TABLE_ENTRIES * sizeof(u32);
}

static void get_regs(struct net_device *net, struct ethtool_regs *regs,
		     void *buf)
{
	struct netvsc *nv = netdev_priv(net);
	u32 *v = buf, i;

	regs->version = 1;
	for (i = 0; i < NVSP_SEND_TABLE_ENTRIES; i++)
		v[i] = nv->send_table[i] % nv->queues;
}

/* -------- statistics -------- */

static const struct {
	char name[ETH_GSTRING_LEN];
	u16 offset;
} events[] = {
	{ "tx_partial", offsetof(struct netvsc_events, tx_partial) },
	{ "tx_scattered", offsetof(struct netvsc_events, tx_scattered) },
	{ "tx_no_memory", offsetof(struct netvsc_events, tx_no_memory) },
	{ "tx_no_space", offsetof(struct netvsc_events, tx_no_space) },
	{ "tx_too_big", offsetof(struct netvsc_events, tx_too_big) },
	{ "tx_busy", offsetof(struct netvsc_events, tx_busy) },
	{ "tx_send_full", offsetof(struct netvsc_events, tx_send_full) },
	{ "rx_comp_busy", offsetof(struct netvsc_events, rx_comp_busy) },
	{ "rx_no_memory", offsetof(struct netvsc_events, rx_no_memory) },
	{ "stop_queue", offsetof(struct netvsc_events, stop_queue) },
	{ "wake_queue", offsetof(struct netvsc_events, wake_queue) },
	{ "vlan_error", offsetof(struct netvsc_events, vlan_error) },
	{ "rx_bad", offsetof(struct netvsc_events, rx_bad) },
};

static const char vf_names[][ETH_GSTRING_LEN] = {
	"vf_rx_packets", "vf_rx_bytes", "vf_tx_packets", "vf_tx_bytes",
	"vf_tx_dropped",
};

static const char tx_names[][16] = { "packets", "bytes", "xdp_xmit" };
static const char rx_names[][16] = {
	"packets", "bytes", "xdp_drop", "xdp_redirect", "xdp_tx",
};

#define PER_QUEUE	(ARRAY_SIZE(tx_names) + ARRAY_SIZE(rx_names))

/* Of a CPU, first of both paths together, then through the virtual function. */
static const char cpu_names[][16] = {
	"rx_packets", "rx_bytes", "tx_packets", "tx_bytes",
	"vf_rx_packets", "vf_rx_bytes", "vf_tx_packets", "vf_tx_bytes",
};

#define PER_CPU		ARRAY_SIZE(cpu_names)

static int get_sset_count(struct net_device *net, int set)
{
	struct netvsc *nv = netdev_priv(net);

	if (set != ETH_SS_STATS)
		return -EINVAL;
	/* CPUs may come between this and the filling of what it is for. */
	nv->stat_cpus = num_present_cpus();
	return ARRAY_SIZE(events) + ARRAY_SIZE(vf_names) +
	       nv->queues * PER_QUEUE + nv->stat_cpus * PER_CPU;
}

static void get_strings(struct net_device *net, u32 set, u8 *data)
{
	struct netvsc *nv = netdev_priv(net);
	u32 i, j, left = nv->stat_cpus;
	unsigned int cpu;

	if (set != ETH_SS_STATS)
		return;
	for (i = 0; i < ARRAY_SIZE(events); i++, data += ETH_GSTRING_LEN)
		memcpy(data, events[i].name, ETH_GSTRING_LEN);
	for (i = 0; i < ARRAY_SIZE(vf_names); i++, data += ETH_GSTRING_LEN)
		memcpy(data, vf_names[i], ETH_GSTRING_LEN);
	for (i = 0; i < nv->queues; i++) {
		for (j = 0; j < ARRAY_SIZE(tx_names); j++) {
			snprintf((char *)data, ETH_GSTRING_LEN,
				 "tx_queue_%u_%.14s", i & 0xff, tx_names[j]);
			data += ETH_GSTRING_LEN;
		}
		for (j = 0; j < ARRAY_SIZE(rx_names); j++) {
			snprintf((char *)data, ETH_GSTRING_LEN,
				 "rx_queue_%u_%.14s", i & 0xff, rx_names[j]);
			data += ETH_GSTRING_LEN;
		}
	}
	for_each_present_cpu(cpu) {
		if (!left--)
			break;
		for (j = 0; j < PER_CPU; j++) {
			snprintf((char *)data, ETH_GSTRING_LEN, "cpu%u_%.14s",
				 cpu & 0xffff, cpu_names[j]);
			data += ETH_GSTRING_LEN;
		}
	}
}

static void read_stats(struct netvsc_stats *from, struct netvsc_stats *to)
{
	unsigned int seq;

	do {
		seq = u64_stats_fetch_begin(&from->syncp);
		to->packets = from->packets;
		to->bytes = from->bytes;
		to->xdp_drop = from->xdp_drop;
		to->xdp_redirect = from->xdp_redirect;
		to->xdp_tx = from->xdp_tx;
		to->xdp_xmit = from->xdp_xmit;
	} while (u64_stats_fetch_retry(&from->syncp, seq));
}

/* What the queues that interrupt @cpu brought, and the other path; chan_lock held. */
static void cpu_stats(struct netvsc *nv, unsigned int cpu, u64 *data)
{
	u64 vf[NETVSC_VF_STATS];
	struct netvsc_stats s;
	struct netvsc_queue *q;
	u32 i;

	netvsc_vf_cpu_stats(nv, cpu, vf);
	memcpy(data, vf, 4 * sizeof(*data));
	memcpy(data + 4, vf, 4 * sizeof(*data));
	for (i = 0; i < nv->queues; i++) {
		q = nv->queue[i];
		if (!q->running || vmbus_channel_target_cpu(q->chan) != cpu)
			continue;
		read_stats(&q->rx_stats, &s);
		data[0] += s.packets;
		data[1] += s.bytes;
		read_stats(&q->tx_stats, &s);
		data[2] += s.packets;
		data[3] += s.bytes;
	}
}

static void get_stats(struct net_device *net, struct ethtool_stats *unused,
		      u64 *data)
{
	struct netvsc *nv = netdev_priv(net);
	u32 i, j, left = nv->stat_cpus;
	struct netvsc_stats s;
	struct netvsc_queue *q;
	unsigned int cpu;

	for (i = 0; i < ARRAY_SIZE(events); i++) {
		*data = 0;
		for (j = 0; j < NETVSC_MAX_QUEUES; j++)
			if (nv->queue[j])
				*data += *(unsigned long *)
					((u8 *)&nv->queue[j]->ev +
					 events[i].offset);
		data++;
	}
	netvsc_vf_stats(nv, data);
	data += ARRAY_SIZE(vf_names);
	for (i = 0; i < nv->queues; i++) {
		q = nv->queue[i];
		read_stats(&q->tx_stats, &s);
		*data++ = s.packets;
		*data++ = s.bytes;
		*data++ = s.xdp_xmit;
		read_stats(&q->rx_stats, &s);
		*data++ = s.packets;
		*data++ = s.bytes;
		*data++ = s.xdp_drop;
		*data++ = s.xdp_redirect;
		*data++ = s.xdp_tx;
	}
	mutex_lock(&nv->chan_lock);
	for_each_present_cpu(cpu) {
		if (!left)
			break;
		left--;
		cpu_stats(nv, cpu, data);
		data += PER_CPU;
	}
	mutex_unlock(&nv->chan_lock);
	memset(data, 0, left * PER_CPU * sizeof(*data));
}

/* -------- queues and rings -------- */

static void get_channels(struct net_device *net, struct ethtool_channels *c)
{
	struct netvsc *nv = netdev_priv(net);

	c->max_combined = nv->max_queues;
	c->combined_count = nv->queues;
}

static int set_channels(struct net_device *net, struct ethtool_channels *c)
{
	struct netvsc *nv = netdev_priv(net);
	u32 old = nv->want_queues;
	int err;

	if (!c->combined_count || c->rx_count || c->tx_count || c->other_count)
		return -EINVAL;
	if (c->combined_count > nv->max_queues)
		return -EINVAL;
	if (!nv->attached)
		return -ENODEV;
	nv->want_queues = c->combined_count;
	err = netvsc_restart(nv);
	if (err) {
		nv->want_queues = old;
		netvsc_restart(nv);
	}
	return err;
}

static void get_ringparam(struct net_device *net, struct ethtool_ringparam *r)
{
	struct netvsc *nv = netdev_priv(net);

	r->rx_max_pending = netvsc_recv_max(nv) /
			    (nv->recv.section ? nv->recv.section :
						NETVSC_RECV_SECTION);
	r->tx_max_pending = NETVSC_SEND_MAX /
			    (nv->send.section ? nv->send.section :
						NETVSC_SEND_SECTION);
	r->rx_pending = nv->recv.sections;
	r->tx_pending = nv->send.sections;
}

/* @sections pieces of @section bytes, in sane limits. */
static u32 wanted_bytes(u32 sections, u32 section, u32 max)
{
	sections = clamp_t(u32, sections, NETVSC_MIN_SECTIONS, max / section);
	return sections * section;
}

static int set_ringparam(struct net_device *net, struct ethtool_ringparam *r)
{
	struct netvsc *nv = netdev_priv(net);
	u32 old_rx = nv->want_recv, old_tx = nv->want_send;
	int err;

	if (!nv->attached)
		return -ENODEV;
	/* What is as it was shown is not to change; else in pieces of the host. */
	if (r->rx_pending != nv->recv.sections)
		nv->want_recv = wanted_bytes(r->rx_pending, nv->recv.section,
					     NETVSC_RECV_MAX);
	if (r->tx_pending != nv->send.sections)
		nv->want_send = wanted_bytes(r->tx_pending, nv->send.section,
					     NETVSC_SEND_MAX);
	if (nv->want_recv == old_rx && nv->want_send == old_tx)
		return 0;
	err = netvsc_restart(nv);
	if (err) {
		nv->want_recv = old_rx;
		nv->want_send = old_tx;
		netvsc_restart(nv);
	}
	return err;
}

/* -------- spreading -------- */

static u32 get_rx_ring_count(struct net_device *net)
{
	struct netvsc *nv = netdev_priv(net);

	return nv->queues;
}

static u32 get_rxfh_key_size(struct net_device *net)
{
	return NDIS_RSS_KEY_LEN;
}

static u32 get_rxfh_indir_size(struct net_device *net)
{
	struct netvsc *nv = netdev_priv(net);

	return nv->rss_entries;
}

static int get_rxfh(struct net_device *net, struct ethtool_rxfh_param *p)
{
	struct netvsc *nv = netdev_priv(net);
	u32 i;

	p->hfunc = ETH_RSS_HASH_TOP;
	for (i = 0; p->indir && i < nv->rss_entries; i++)
		p->indir[i] = nv->rss_table[i];
	if (p->key)
		memcpy(p->key, nv->rss_key, NDIS_RSS_KEY_LEN);
	return 0;
}

static int set_rxfh(struct net_device *net, struct ethtool_rxfh_param *p,
		    struct netlink_ext_ack *extack)
{
	struct netvsc *nv = netdev_priv(net);
	u16 table[NDIS_RSS_TABLE_MAX];
	u8 key[NDIS_RSS_KEY_LEN];
	bool user = nv->rss_user;
	u32 i;
	int err;

	if (p->hfunc != ETH_RSS_HASH_NO_CHANGE && p->hfunc != ETH_RSS_HASH_TOP)
		return -EOPNOTSUPP;
	if (!nv->attached)
		return -ENODEV;
	for (i = 0; p->indir && i < nv->rss_entries; i++)
		if (p->indir[i] >= nv->queues)
			return -EINVAL;
	memcpy(table, nv->rss_table, sizeof(table));
	memcpy(key, nv->rss_key, sizeof(key));
	for (i = 0; p->indir && i < nv->rss_entries; i++)
		nv->rss_table[i] = (u16)p->indir[i];
	/* The table that we would make by ourselves is nobody's wish. */
	for (i = 0; p->indir && i < nv->rss_entries; i++)
		if (p->indir[i] != ethtool_rxfh_indir_default(i, nv->queues))
			break;
	if (p->indir)
		nv->rss_user = i < nv->rss_entries;
	if (p->key)
		memcpy(nv->rss_key, p->key, NDIS_RSS_KEY_LEN);
	err = nv->queues > 1 ? netvsc_set_rss(nv, false) : 0;
	if (err) {
		memcpy(nv->rss_table, table, sizeof(table));
		memcpy(nv->rss_key, key, sizeof(key));
		nv->rss_user = user;
	}
	return err;
}

/* Which bit of nv->l4_hash is about this kind of flow; 0 for none. */
static u32 hash_bit(u32 flow_type)
{
	switch (flow_type) {
	case TCP_V4_FLOW:
		return NETVSC_HASH_TCP4;
	case TCP_V6_FLOW:
		return NETVSC_HASH_TCP6;
	case UDP_V4_FLOW:
		return NETVSC_HASH_UDP4;
	case UDP_V6_FLOW:
		return NETVSC_HASH_UDP6;
	default:
		return 0;
	}
}

static int get_rxfh_fields(struct net_device *net, struct ethtool_rxfh_fields *f)
{
	struct netvsc *nv = netdev_priv(net);
	u32 bit = hash_bit(f->flow_type);

	f->data = HASH_L3;
	if (bit) {
		if (nv->l4_hash & bit)
			f->data = HASH_L4;
		return 0;
	}
	switch (f->flow_type) {
	case IPV4_FLOW:
	case IPV6_FLOW:
		return 0;
	default:
		f->data = 0;
		return 0;
	}
}

static int set_rxfh_fields(struct net_device *net,
			   const struct ethtool_rxfh_fields *f,
			   struct netlink_ext_ack *extack)
{
	struct netvsc *nv = netdev_priv(net);
	u32 bit = hash_bit(f->flow_type);

	if (!bit)
		return -EOPNOTSUPP;
	if (f->data == HASH_L4)
		nv->l4_hash |= bit;
	else if (f->data == HASH_L3)
		nv->l4_hash &= ~bit;
	else
		return -EINVAL;
	return 0;
}

/* -------- link -------- */

static int get_link_ksettings(struct net_device *net,
			      struct ethtool_link_ksettings *s)
{
	struct netvsc *nv = netdev_priv(net);

	s->base.speed = nv->user_speed;
	if (s->base.speed == (u32)SPEED_UNKNOWN && READ_ONCE(nv->speed))
		s->base.speed = READ_ONCE(nv->speed);
	s->base.duplex = nv->duplex;
	s->base.port = PORT_OTHER;
	return 0;
}

static int set_link_ksettings(struct net_device *net,
			      const struct ethtool_link_ksettings *s)
{
	struct netvsc *nv = netdev_priv(net);

	if (!ethtool_validate_speed(s->base.speed) ||
	    (s->base.duplex != DUPLEX_HALF && s->base.duplex != DUPLEX_FULL))
		return -EINVAL;
	/* Believed and remembered; nothing changes on the wire. */
	nv->user_speed = s->base.speed;
	nv->duplex = s->base.duplex;
	return 0;
}

DEFINE_ETHTOOL_SSET_COUNT(sset_count_op, get_sset_count);
DEFINE_ETHTOOL_GET_RINGPARAM(get_ringparam_op, get_ringparam);
DEFINE_ETHTOOL_SET_RINGPARAM(set_ringparam_op, set_ringparam);
DEFINE_ETHTOOL_RX_HASH(rx_hash_op, get_rx_ring_count, get_rxfh_fields,
		       set_rxfh_fields);
DEFINE_ETHTOOL_LINK(link_op, get_link_ksettings, set_link_ksettings);
DEFINE_ETHTOOL_CHANNELS(channels_op, get_channels, set_channels);
DEFINE_ETHTOOL_RXFH(rxfh_op, get_rxfh_key_size, get_rxfh_indir_size, get_rxfh,
		    set_rxfh);

const struct ethtool_ops netvsc_ethtool_ops = {
	.get_drvinfo = get_drvinfo,
	.get_msglevel = get_msglevel,
	.set_msglevel = set_msglevel,
	.get_regs_len = get_regs_len,
	.get_regs = get_regs,
	.get_link = ethtool_op_get_link,
	ETHTOOL_SSET_COUNT_OPS(sset_count_op, get_sset_count)
	.get_strings = get_strings,
	.get_ethtool_stats = get_stats,
	.get_ringparam = get_ringparam_op,
	.set_ringparam = set_ringparam_op,
	ETHTOOL_RX_HASH_OPS(rx_hash_op, get_rx_ring_count, get_rxfh_fields,
			    set_rxfh_fields)
	ETHTOOL_LINK_OPS(link_op, get_link_ksettings, set_link_ksettings)
	ETHTOOL_OPS_LATER(later_ops)
	ETHTOOL_CHANNELS_OPS(get_channels, set_channels)
	ETHTOOL_TS_INFO_OPS
	ETHTOOL_RXFH_OPS(rxfh_op, get_rxfh_key_size, get_rxfh_indir_size,
			 get_rxfh, set_rxfh)
};

void netvsc_set_ethtool_ops(struct net_device *net)
{
	ETHTOOL_SET_OPS(net, &netvsc_ethtool_ops, later_ops);
}
