// SPDX-License-Identifier: GPL-2.0-only
/*
 * hv_netvsc: module, binding to devices, network operations.
 */
#include <linux/bpf.h>
#include <linux/cpumask.h>
#include <linux/ethtool.h>
#include <linux/filter.h>
#include <linux/in.h>
#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/flow_dissector.h>
#include <net/sock.h>

#include "netvsc.h"

/* Names and meanings of the parameters are those of the in-tree driver. */

unsigned int netvsc_ring_pages = 128;
module_param_named(ring_size, netvsc_ring_pages, uint, 0444);
MODULE_PARM_DESC(ring_size, "Ring buffer size (# of 4K pages)");

static int debug = -1;
module_param(debug, int, 0444);
MODULE_PARM_DESC(debug, "Debug level (0=none,...,16=all)");

#define RING_MIN	64u
#define RING_MAX	2048u

/* -------- features -------- */

void netvsc_set_features(struct netvsc *nv)
{
	struct net_device *net = nv->net;
	netdev_features_t f = NETIF_F_SG | NETIF_F_RXCSUM | NETIF_F_RXHASH;
	netdev_features_t old = nv->offered;
	const u32 can = nv->off.can;

	if (can & RNDIS_OFF_TCP4)
		f |= NETIF_F_IP_CSUM;
	if (can & RNDIS_OFF_TCP6)
		f |= NETIF_F_IPV6_CSUM;
	if (can & RNDIS_OFF_LSO4)
		f |= NETIF_F_TSO;
	if (can & RNDIS_OFF_LSO6)
		f |= NETIF_F_TSO6;
	if (nv->off.lso_max)
		netif_set_tso_max_size(net, min(nv->off.lso_max, 65536u));
	if (can & (RNDIS_OFF_RSC4 | RNDIS_OFF_RSC6))
		f |= NETIF_F_LRO;
	nv->offered = f;
	netdev_offer_features(net, old, f);
	/* Pages anywhere: the host gets their numbers. */
	netdev_set_vlan_features(net, (f & ~NETIF_F_LRO) | NETIF_F_HIGHDMA);
	/* New ones are on; what the user has turned off stays off. */
	net->features |= f & ~old;
	net->features &= f | ~old;
	net->features |= NETIF_F_HW_VLAN_CTAG_TX | NETIF_F_HW_VLAN_CTAG_RX |
			 NETIF_F_HIGHDMA;
	if (netvsc_set_offloads(nv, net->features & NETIF_F_LRO))
		netdev_warn(net, "the host does not take the offload settings\n");
}

static netdev_features_t netvsc_fix_features(struct net_device *net,
					     netdev_features_t f)
{
	struct netvsc *nv = netdev_priv(net);

	if (rcu_access_pointer(nv->xdp_prog))
		f &= ~NETIF_F_LRO;
	return f;
}

static int netvsc_ndo_set_features(struct net_device *net,
				   netdev_features_t f)
{
	struct netvsc *nv = netdev_priv(net);
	int err;

	if (!((net->features ^ f) & NETIF_F_LRO) || !nv->attached)
		return 0;
	err = netvsc_set_offloads(nv, f & NETIF_F_LRO);
	if (err)
		/* The core believes that features are as they were. */
		netdev_warn(net, "LRO not changed: %d\n", err);
	return err;
}

void netvsc_rss_default(struct netvsc *nv)
{
	bool keep = nv->rss_user;
	u32 i;

	for (i = 0; keep && i < nv->rss_entries; i++)
		if (nv->rss_table[i] >= nv->queues)
			keep = false;
	for (i = 0; !keep && i < nv->rss_entries; i++)
		nv->rss_table[i] = ethtool_rxfh_indir_default(i, nv->queues);
}

/* -------- network operations -------- */

static int netvsc_open(struct net_device *net)
{
	struct netvsc *nv = netdev_priv(net);
	int err;

	if (!nv->attached)
		return -ENODEV;
	netvsc_link_refresh(nv);
	err = netvsc_start(nv);
	if (!err)
		netvsc_vf_open(nv);
	return err;
}

static int netvsc_close(struct net_device *net)
{
	struct netvsc *nv = netdev_priv(net);

	netvsc_vf_close(nv);
	netvsc_stop(nv);
	return 0;
}

/* Hash of the addresses only, for what is not to be spread by its ports. */
static u32 tx_hash(struct netvsc *nv, struct sk_buff *skb)
{
	struct flow_keys keys;
	u32 bit = 0;

	if (nv->l4_hash == (NETVSC_HASH_TCP4 | NETVSC_HASH_TCP6 |
			    NETVSC_HASH_UDP4 | NETVSC_HASH_UDP6))
		return skb_get_hash(skb);
	if (!skb_flow_dissect_flow_keys(skb, &keys, 0))
		return skb_get_hash(skb);
	if (keys.basic.ip_proto == IPPROTO_TCP)
		bit = keys.basic.n_proto == htons(ETH_P_IP) ?
			NETVSC_HASH_TCP4 : NETVSC_HASH_TCP6;
	else if (keys.basic.ip_proto == IPPROTO_UDP)
		bit = keys.basic.n_proto == htons(ETH_P_IP) ?
			NETVSC_HASH_UDP4 : NETVSC_HASH_UDP6;
	if (bit & nv->l4_hash)
		return skb_get_hash(skb);
	keys.ports.ports = 0;
	return flow_hash_from_keys(&keys);
}

static u16 netvsc_select_queue(struct net_device *net, struct sk_buff *skb,
			       struct net_device *sb_dev)
{
	struct netvsc *nv = netdev_priv(net);
	u32 queues = READ_ONCE(nv->tx_queues);
	int index;

	if (queues <= 1)
		return 0;
	index = skb_tx_queue_known(skb);
	if (index >= 0 && (u32)index < queues)
		return (u16)index;
	if (skb_rx_queue_recorded(skb))
		index = skb_get_rx_queue(skb);
	else
		index = READ_ONCE(nv->send_table[tx_hash(nv, skb) &
						 (NVSP_SEND_TABLE_ENTRIES - 1)]);
	index = (int)((u32)index % queues);
	skb_tx_queue_keep(skb, index);
	return (u16)index;
}

static u32 max_mtu(const struct netvsc *nv)
{
	return nv->version >= NVSP_VERSION_2 ? NETVSC_MAX_MTU : ETH_DATA_LEN;
}

static int netvsc_change_mtu(struct net_device *net, int mtu)
{
	struct netvsc *nv = netdev_priv(net);
	struct net_device *vf = rtnl_dereference(nv->vf);
	int old = net->mtu, err;

	/* Some kernels have asked the range of the device, others have not. */
	if (mtu < (int)NETVSC_MIN_MTU || mtu > (int)max_mtu(nv))
		return -EINVAL;
	if (rtnl_dereference(nv->xdp_prog) && mtu > netvsc_xdp_max_mtu())
		return -EINVAL;
	if (!nv->attached)
		return -ENODEV;
	if (vf) {
		err = dev_set_mtu(vf, mtu);
		if (err)
			return err;
	}
	net->mtu = mtu;
	err = netvsc_restart(nv);
	if (err) {
		net->mtu = old;
		netvsc_restart(nv);
		if (vf)
			dev_set_mtu(vf, old);
	}
	return err;
}

static int netvsc_set_mac_address(struct net_device *net, void *p)
{
	struct netvsc *nv = netdev_priv(net);
	struct sockaddr *addr = p;
	int err;

	err = eth_prepare_mac_addr_change(net, p);
	if (err)
		return err;
	/* Who refuses it first costs least to undo. */
	err = netvsc_vf_set_mac(nv, addr->sa_data);
	if (err)
		return err;
	err = netvsc_set_mac(nv, addr->sa_data);
	if (!err)
		eth_commit_mac_addr_change(net, p);
	else if (netvsc_vf_set_mac(nv, net->dev_addr))
		netdev_warn(net, "the virtual function keeps an address that the host refused\n");
	return err;
}

static void filter_work(struct work_struct *work)
{
	struct netvsc *nv = container_of(work, struct netvsc, filter_work);
	struct net_device *net = nv->net;
	bool promisc, multi;
	u32 filter;

	if (READ_ONCE(nv->gone))
		return;
	netvsc_rndis_alive(nv);
	if (xchg(&nv->ask_speed, false))
		netvsc_query_link(nv);
	/* A device that is down, or going down, has the filter 0. */
	if (READ_ONCE(nv->tx_off))
		return;
	netif_addr_lock_bh(net);
	promisc = net->flags & IFF_PROMISC;
	multi = (net->flags & IFF_ALLMULTI) || !netdev_mc_empty(net);
	netif_addr_unlock_bh(net);
	filter = rndis_filter(promisc, multi);
	if (filter != nv->filter)
		netvsc_set_filter(nv, filter);
}

static void netvsc_set_rx_mode(struct net_device *net)
{
	struct netvsc *nv = netdev_priv(net);

	netvsc_vf_rx_mode(nv);
	schedule_work(&nv->filter_work);
}

void netvsc_stats64(struct net_device *net, struct rtnl_link_stats64 *s)
{
	struct netvsc *nv = netdev_priv(net);
	struct netvsc_queue *q;
	u64 packets, bytes, multicast;
	u64 vf[NETVSC_VF_STATS];
	unsigned int seq;
	u32 i;

	netvsc_vf_stats(nv, vf);
	s->rx_packets += vf[0];
	s->rx_bytes += vf[1];
	s->tx_packets += vf[2];
	s->tx_bytes += vf[3];
	s->tx_dropped += vf[4];
	for (i = 0; i < NETVSC_MAX_QUEUES; i++) {
		q = nv->queue[i];
		if (!q)
			continue;
		do {
			seq = u64_stats_fetch_begin(&q->rx_stats.syncp);
			packets = q->rx_stats.packets;
			bytes = q->rx_stats.bytes;
			multicast = q->rx_stats.multicast;
		} while (u64_stats_fetch_retry(&q->rx_stats.syncp, seq));
		s->rx_packets += packets;
		s->rx_bytes += bytes;
		s->multicast += multicast;
		do {
			seq = u64_stats_fetch_begin(&q->tx_stats.syncp);
			packets = q->tx_stats.packets;
			bytes = q->tx_stats.bytes;
		} while (u64_stats_fetch_retry(&q->tx_stats.syncp, seq));
		s->tx_packets += packets;
		s->tx_bytes += bytes;
		s->tx_errors += q->ev.tx_errors;
		s->rx_errors += q->ev.rx_bad;
		s->rx_dropped += q->ev.rx_dropped + q->ev.rx_no_memory;
	}
}

DEFINE_NDO_SELECT_QUEUE(select_queue_op, netvsc_select_queue);
DEFINE_NDO_MORE(netvsc_ops, netvsc_fix_features, netvsc_ndo_set_features,
		netvsc_stats64);

static const struct net_device_ops netvsc_ops = {
	.ndo_open = netvsc_open,
	.ndo_stop = netvsc_close,
	.ndo_start_xmit = netvsc_xmit,
	.ndo_select_queue = select_queue_op,
	NDO_CHANGE_MTU(netvsc_change_mtu)
	.ndo_set_mac_address = netvsc_set_mac_address,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_set_rx_mode = netvsc_set_rx_mode,
	NDO_MORE(netvsc_ops, netvsc_fix_features, netvsc_ndo_set_features)
	NDO_XDP(netvsc_bpf, netvsc_xdp_xmit)
};

/* -------- devices -------- */

/* A subchannel was lost, or frames were: a new session with what there is. */
static void reset_work(struct work_struct *work)
{
	struct netvsc *nv = container_of(work, struct netvsc, reset_work);

	rtnl_lock();
	if (nv->attached && !READ_ONCE(nv->gone) && netvsc_restart(nv))
		netdev_err(nv->net, "no new session after a queue was lost\n");
	rtnl_unlock();
}

static void stuck_work(struct work_struct *work)
{
	struct netvsc *nv = container_of(work, struct netvsc, stuck_work.work);
	bool waiting = false;

	rtnl_lock();
	if (!nv->attached || READ_ONCE(nv->gone))
		goto out;
	if (netvsc_tx_stuck(nv, &waiting)) {
		netdev_warn(nv->net, "the host does not give back what it was sent: beginning anew\n");
		schedule_work(&nv->reset_work);
	} else if (waiting) {
		schedule_delayed_work(&nv->stuck_work, NETVSC_STUCK / 4);
	}
out:
	rtnl_unlock();
}

static int ctl_alloc(struct netvsc *nv)
{
	struct netvsc_ctl *c = &nv->ctl;

	mutex_init(&c->mutex);
	spin_lock_init(&c->lock);
	init_completion(&c->done);
	c->request = (u8 *)get_zeroed_page(GFP_KERNEL);
	c->reply = kzalloc(NETVSC_CTL_BYTES, GFP_KERNEL);
	c->in = kzalloc(NETVSC_CTL_BYTES, GFP_KERNEL);
	return c->request && c->reply && c->in ? 0 : -ENOMEM;
}

static void nv_free(struct netvsc *nv)
{
	netvsc_queues_free(nv);
	kfree(nv->ctl.in);
	kfree(nv->ctl.reply);
	free_page((unsigned long)nv->ctl.request);
	netvsc_vf_free(nv);
	free_netdev(nv->net);
}

static void nv_init(struct netvsc *nv, struct net_device *net,
		    struct hv_device *hv)
{
	u32 i;

	nv->net = net;
	nv->hv = hv;
	nv->tx_off = true;
	nv->msg_enable = netif_msg_init(debug, NETIF_MSG_DRV | NETIF_MSG_PROBE |
					NETIF_MSG_LINK | NETIF_MSG_IFUP |
					NETIF_MSG_IFDOWN | NETIF_MSG_RX_ERR |
					NETIF_MSG_TX_ERR);
	nv->want_recv = NETVSC_RECV_DEFAULT;
	nv->want_send = NETVSC_SEND_DEFAULT;
	nv->want_queues = min_t(u32, NETVSC_DEFAULT_QUEUES, num_online_cpus());
	nv->queues = 1;
	nv->tx_queues = 1;
	nv->max_queues = 1;
	nv->rss_entries = NDIS_RSS_TABLE_DEFAULT;
	nv->duplex = DUPLEX_FULL;
	nv->user_speed = (u32)SPEED_UNKNOWN;
	nv->l4_hash = NETVSC_HASH_TCP4 | NETVSC_HASH_TCP6 | NETVSC_HASH_UDP4 |
		      NETVSC_HASH_UDP6;
	for (i = 0; i < NVSP_SEND_TABLE_ENTRIES; i++)
		nv->send_table[i] = (u16)i;
	netdev_rss_key_fill(nv->rss_key, sizeof(nv->rss_key));
	mutex_init(&nv->chan_lock);
	init_waitqueue_head(&nv->sub_wait);
	spin_lock_init(&nv->nvsp.lock);
	init_completion(&nv->nvsp.done);
	INIT_WORK(&nv->filter_work, filter_work);
	INIT_WORK(&nv->reset_work, reset_work);
	INIT_DELAYED_WORK(&nv->stuck_work, stuck_work);
	netvsc_link_init(nv);
}

static int netvsc_probe(struct hv_device *hv,
			const struct hv_vmbus_device_id *id)
{
	struct net_device *net;
	struct netvsc *nv;
	int err;

	net = alloc_etherdev_mqs(sizeof(*nv), NETVSC_MAX_QUEUES,
				 NETVSC_MAX_QUEUES);
	if (!net)
		return -ENOMEM;
	nv = netdev_priv(net);
	SET_NETDEV_DEV(net, &hv->device);
	nv_init(nv, net, hv);
	netif_carrier_off(net);
	hv_set_drvdata(hv, net);

	netdev_set_ops(net, netvsc_ops);
	netvsc_set_ethtool_ops(net);
	err = ctl_alloc(nv);
	if (!err)
		err = netvsc_vf_alloc(nv);
	if (err)
		goto free;
	vmbus_set_chn_rescind_callback(hv->channel, netvsc_primary_rescinded,
				       nv);
	err = netvsc_attach(nv);
	if (err)
		goto forget;
	netdev_set_mtu_range(net, NETVSC_MIN_MTU, max_mtu(nv));
	netvsc_set_features(nv);
	netvsc_xdp_features(net);
	err = register_netdev(net);
	if (err) {
		dev_err(&hv->device, "cannot register a network device: %d\n",
			err);
		goto detach;
	}
	netvsc_vf_add(nv);
	if (netif_msg_probe(nv))
		netdev_info(net, "NVSP %u.%u, %u of %u queues, receive buffer %u x %u, send buffer %u x %u\n",
			    nv->version >> 16, nv->version & 0xffff, nv->queues,
			    nv->max_queues, nv->recv.sections, nv->recv.section,
			    nv->send.sections, nv->send.section);
	return 0;

detach:
	netvsc_detach(nv);
forget:
	/* The host may have begun to talk of a virtual function. */
	cancel_delayed_work_sync(&nv->vf_work);
	vmbus_set_chn_rescind_callback(hv->channel, NULL, NULL);
	netvsc_link_cancel(nv);
	cancel_work_sync(&nv->filter_work);
	cancel_delayed_work_sync(&nv->stuck_work);
	cancel_work_sync(&nv->reset_work);
free:
	hv_set_drvdata(hv, NULL);
	nv_free(nv);
	return err;
}

static void netvsc_remove(struct hv_device *hv)
{
	struct net_device *net = hv_get_drvdata(hv);
	struct netvsc *nv = netdev_priv(net);

	netvsc_vf_del(nv);
	unregister_netdev(net);
	rtnl_lock();
	netvsc_detach(nv);
	rtnl_unlock();
	/* Nothing of the host can start them again. */
	vmbus_set_chn_rescind_callback(hv->channel, NULL, NULL);
	netvsc_link_cancel(nv);
	cancel_work_sync(&nv->filter_work);
	cancel_delayed_work_sync(&nv->stuck_work);
	cancel_work_sync(&nv->reset_work);
	cancel_delayed_work_sync(&nv->vf_work);
	hv_set_drvdata(hv, NULL);
	nv_free(nv);
}

static int netvsc_suspend(struct hv_device *hv)
{
	struct net_device *net = hv_get_drvdata(hv);
	struct netvsc *nv = netdev_priv(net);

	netvsc_vf_leave(nv);
	rtnl_lock();
	netif_device_detach(net);
	netvsc_stop(nv);
	netvsc_detach(nv);
	rtnl_unlock();
	return 0;
}

static int netvsc_resume(struct hv_device *hv)
{
	struct net_device *net = hv_get_drvdata(hv);
	struct netvsc *nv = netdev_priv(net);
	int err;

	rtnl_lock();
	err = netvsc_restart(nv);
	rtnl_unlock();
	return err;
}

static const struct hv_vmbus_device_id id_table[] = {
	/* f8615163-df3e-46c5-913f-f2d2f965ed0e */
	{ .guid = GUID_INIT(0xf8615163, 0xdf3e, 0x46c5, 0x91, 0x3f, 0xf2, 0xd2,
			    0xf9, 0x65, 0xed, 0x0e) },
	{ }
};
MODULE_DEVICE_TABLE(vmbus, id_table);

static struct hv_driver netvsc_driver = {
	.name = KBUILD_MODNAME,
	.id_table = id_table,
	.probe = netvsc_probe,
	.remove = netvsc_remove,
	.suspend = netvsc_suspend,
	.resume = netvsc_resume,
	.driver = {
		DRIVER_PROBE_SYNC
	},
};

static int __init netvsc_init(void)
{
	int err;

	netvsc_ring_pages = clamp(netvsc_ring_pages, RING_MIN, RING_MAX);
	err = netvsc_vf_init();
	if (err)
		return err;
	err = vmbus_driver_register(&netvsc_driver);
	if (err)
		netvsc_vf_exit();
	return err;
}

static void __exit netvsc_exit(void)
{
	vmbus_driver_unregister(&netvsc_driver);
	netvsc_vf_exit();
}

module_init(netvsc_init);
module_exit(netvsc_exit);

MODULE_DESCRIPTION("Hyper-V synthetic network driver");
MODULE_LICENSE("GPL");
MODULE_VERSION(HV_MODULE_VERSION);
