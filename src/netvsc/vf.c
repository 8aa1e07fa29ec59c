// SPDX-License-Identifier: GPL-2.0-only
/*
 * A virtual function of a real network card under the synthetic device: frames go
 * through it while it is up, and through the host otherwise. The host says by a
 * serial number which function belongs to us; the PCI slot carries the same number,
 * and the address is the same.
 *
 * nv->vf is written under RTNL and read under RCU.
 */
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/if_arp.h>
#include <linux/if_vlan.h>
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/notifier.h>
#include <linux/pci.h>
#include <linux/percpu.h>
#include <linux/rtnetlink.h>

#include "netvsc.h"

/* Without handlers of frames: vf_none.c. */
#ifdef NETDEV_RX_HANDLERS

/* Names and addresses of a new function settle in the meantime. */
#define TAKE_OVER_DELAY	(HZ / 10)

/* All devices of this driver, for finding the one a function belongs to; RTNL. */
static LIST_HEAD(devices);

/* -------- frames -------- */

bool netvsc_vf_xmit(struct netvsc *nv, struct sk_buff *skb)
{
	struct net_device *vf = rcu_dereference_bh(nv->vf);
	struct netvsc_vf_pcpu *s;
	unsigned int len = skb->len;
	int ret;

	if (!vf || !READ_ONCE(nv->vf_path) || !netif_running(vf) ||
	    !netif_carrier_ok(vf))
		return false;
	skb->dev = vf;
	/* A queue of the function as far from the first as ours is. */
	skb_record_rx_queue(skb, skb_get_queue_mapping(skb));
	ret = dev_queue_xmit(skb);
	s = this_cpu_ptr(nv->vf_pcpu);
	u64_stats_update_begin(&s->syncp);
	if (ret == NET_XMIT_SUCCESS || ret == NET_XMIT_CN) {
		s->tx_packets++;
		s->tx_bytes += len;
	} else {
		s->tx_dropped++;
	}
	u64_stats_update_end(&s->syncp);
	return true;
}

static rx_handler_result_t handle_frame(struct sk_buff **pskb)
{
	struct sk_buff *skb = skb_share_check(*pskb, GFP_ATOMIC);
	struct netvsc_vf_pcpu *s;
	struct net_device *net;
	struct netvsc *nv;

	*pskb = skb;
	if (!skb)
		return RX_HANDLER_CONSUMED;
	net = netdev_rx_handler_data(skb->dev);
	nv = netdev_priv(net);
	skb->dev = net;
	s = this_cpu_ptr(nv->vf_pcpu);
	u64_stats_update_begin(&s->syncp);
	s->rx_packets++;
	s->rx_bytes += skb->len;
	u64_stats_update_end(&s->syncp);
	return RX_HANDLER_ANOTHER;
}

void netvsc_vf_cpu_stats(struct netvsc *nv, unsigned int cpu, u64 *out)
{
	struct netvsc_vf_pcpu *s = per_cpu_ptr(nv->vf_pcpu, cpu);
	unsigned int seq;

	do {
		seq = u64_stats_fetch_begin(&s->syncp);
		out[0] = s->rx_packets;
		out[1] = s->rx_bytes;
		out[2] = s->tx_packets;
		out[3] = s->tx_bytes;
		out[4] = s->tx_dropped;
	} while (u64_stats_fetch_retry(&s->syncp, seq));
}

void netvsc_vf_stats(struct netvsc *nv, u64 *out)
{
	u64 v[NETVSC_VF_STATS];
	int cpu, i;

	memset(out, 0, NETVSC_VF_STATS * sizeof(*out));
	for_each_possible_cpu(cpu) {
		netvsc_vf_cpu_stats(nv, cpu, v);
		for (i = 0; i < NETVSC_VF_STATS; i++)
			out[i] += v[i];
	}
}

/* -------- the path; RTNL -------- */

static void switch_path(struct netvsc *nv, bool vf)
{
	struct nvsp_message m;
	struct netdev_queue *txq;
	u32 i;
	int err;

	if (nv->vf_path == vf || nv->version < NVSP_VERSION_4)
		return;
	if (!vf)
		WRITE_ONCE(nv->vf_path, false);
	if (!nv->attached || READ_ONCE(nv->gone))
		return;
	nvsp_build_switch(&m, vf);
	err = netvsc_nvsp_request(nv, &m);
	if (err) {
		netdev_warn(nv->net, "data path not switched %s the virtual function: %d\n",
			    vf ? "to" : "from", err);
		return;
	}
	WRITE_ONCE(nv->vf_path, vf);
	if (netif_msg_link(nv))
		netdev_info(nv->net, "data path %s\n",
			    vf ? "through the virtual function" :
				 "through the host");
	/* What was begun on the other path is not left lying. */
	for (i = 0; vf && i < nv->queues; i++) {
		txq = netdev_get_tx_queue(nv->net, i);
		__netif_tx_lock_bh(txq);
		if (nv->queue[i])
			netvsc_tx_kick(nv->queue[i]);
		__netif_tx_unlock_bh(txq);
	}
}

void netvsc_vf_follow(struct netvsc *nv)
{
	struct net_device *vf = rtnl_dereference(nv->vf);

	switch_path(nv, vf && nv->vf_allocated && netif_running(vf) &&
		    netif_carrier_ok(vf) && netif_running(nv->net));
}

void netvsc_vf_open(struct netvsc *nv)
{
	struct net_device *vf = rtnl_dereference(nv->vf);

	if (!vf)
		return;
	if (!netif_running(vf) && dev_open(vf, NULL))
		netdev_warn(nv->net, "%s cannot be opened\n", vf->name);
	netvsc_vf_follow(nv);
}

void netvsc_vf_close(struct netvsc *nv)
{
	struct net_device *vf = rtnl_dereference(nv->vf);

	if (!vf)
		return;
	switch_path(nv, false);
	dev_close(vf);
}

int netvsc_vf_set_mac(struct netvsc *nv, const u8 *mac)
{
	struct net_device *vf = rtnl_dereference(nv->vf);
	struct sockaddr_storage to;

	if (!vf)
		return 0;
	memset(&to, 0, sizeof(to));
	to.ss_family = vf->type;
	ether_addr_copy(((struct sockaddr *)&to)->sa_data, mac);
	/* Kernels differ in which kind of address it is. */
	return dev_set_mac_address(vf, (void *)&to, NULL);
}

void netvsc_vf_leave(struct netvsc *nv)
{
	cancel_delayed_work_sync(&nv->vf_work);
	rtnl_lock();
	switch_path(nv, false);
	rtnl_unlock();
}

void netvsc_vf_reset(struct netvsc *nv)
{
	WRITE_ONCE(nv->vf_path, false);
}

/* -------- which function belongs to whom; RTNL -------- */

/* The number that the PCI slot of a function is named after; false: not named yet. */
static bool slot_serial(struct net_device *vf, u32 *serial)
{
	struct pci_dev *pdev = to_pci_dev(vf->dev.parent);

	return pdev->slot && !kstrtou32(pci_slot_name(pdev->slot), 10, serial);
}

static bool announced(struct netvsc *nv, struct net_device *vf)
{
	return nv->vf_allocated &&
	       ether_addr_equal(vf->perm_addr, nv->net->perm_addr);
}

/* Can @dev be a function at all, whosever? */
static bool may_be_vf(struct net_device *dev)
{
	return dev->type == ARPHRD_ETHER && dev->addr_len == ETH_ALEN &&
	       dev->ethtool_ops != &netvsc_ethtool_ops &&
	       !is_vlan_dev(dev) && !netif_is_bond_master(dev) &&
	       dev->dev.parent && dev_is_pci(dev->dev.parent);
}

/*
 * The address is that of the device it belongs to. Where several have the same
 * address, the serial number tells.
 */
static bool belongs(struct netvsc *nv, struct net_device *vf)
{
	struct netvsc *other;
	u32 serial;

	if (!announced(nv, vf))
		return false;
	if (!slot_serial(vf, &serial) || serial == nv->vf_serial)
		return true;
	list_for_each_entry(other, &devices, entry)
		if (other != nv && announced(other, vf) &&
		    other->vf_serial == serial)
			return false;
	return true;
}

static void join(struct netvsc *nv, struct net_device *vf)
{
	struct bpf_prog *prog;
	int err;

	if (rtnl_dereference(nv->vf) || netdev_is_rx_handler_busy(vf) ||
	    netdev_master_upper_dev_get(vf) ||
	    !net_eq(dev_net(vf), dev_net(nv->net)))
		return;
	err = netdev_rx_handler_register(vf, handle_frame, nv->net);
	if (err)
		goto fail;
	err = netdev_master_upper_dev_link(vf, nv->net, NULL, NULL, NULL);
	if (err) {
		netdev_rx_handler_unregister(vf);
		goto fail;
	}
	vf->flags |= IFF_SLAVE;
	dev_hold(vf);
	prog = rtnl_dereference(nv->xdp_prog);
	if (prog && netvsc_xdp_to_vf(vf, prog, NULL))
		netdev_warn(nv->net, "%s does not take the program that looks at frames\n",
			    vf->name);
	rcu_assign_pointer(nv->vf, vf);
	call_netdevice_notifiers(NETDEV_JOIN, vf);
	if (netif_msg_link(nv))
		netdev_info(nv->net, "virtual function %s joined\n", vf->name);
	schedule_delayed_work(&nv->vf_work, TAKE_OVER_DELAY);
	return;
fail:
	netdev_warn(nv->net, "virtual function %s is not used: %d\n", vf->name,
		    err);
}

static void part(struct netvsc *nv, struct net_device *vf)
{
	switch_path(nv, false);
	if (rtnl_dereference(nv->xdp_prog))
		netvsc_xdp_to_vf(vf, NULL, NULL);
	/* Or the next function would not hear of the addresses. */
	dev_uc_unsync(vf, nv->net);
	dev_mc_unsync(vf, nv->net);
	netdev_rx_handler_unregister(vf);
	netdev_upper_dev_unlink(vf, nv->net);
	vf->flags &= ~IFF_SLAVE;
	RCU_INIT_POINTER(nv->vf, NULL);
	synchronize_net();
	dev_put(vf);
	if (netif_msg_link(nv))
		netdev_info(nv->net, "virtual function %s left\n", vf->name);
}

/*
 * The function of @nv. New ones appear in the first namespace, wherever our device
 * is. What somebody has put into a namespace of its own stays there.
 */
static struct net_device *find_vf(struct netvsc *nv)
{
	struct net_device *dev;

	for_each_netdev(dev_net(nv->net), dev)
		if (may_be_vf(dev) && belongs(nv, dev))
			return dev;
	if (net_eq(dev_net(nv->net), &init_net))
		return NULL;
	for_each_netdev(&init_net, dev)
		if (may_be_vf(dev) && belongs(nv, dev))
			return dev;
	return NULL;
}

/*
 * Bring @vf to where our device is; true: it had to move. It leaves us on the way
 * and joins there: notified() sees to both.
 */
static bool move_vf(struct netvsc *nv, struct net_device *vf)
{
	int err;

	if (net_eq(dev_net(vf), dev_net(nv->net)))
		return false;
	err = dev_change_net_namespace(vf, dev_net(nv->net), "eth%d");
	if (err)
		netdev_warn(nv->net, "%s does not follow into the namespace: %d\n",
			    vf->name, err);
	return true;
}

/* A function that joined gets its settings and is opened; others are looked for. */
static void vf_work(struct work_struct *work)
{
	struct netvsc *nv = container_of(work, struct netvsc, vf_work.work);
	struct net_device *vf;

	if (!rtnl_trylock()) {
		schedule_delayed_work(&nv->vf_work, 1);
		return;
	}
	/* Not registered yet, or no more: the host can speak of a function. */
	if (list_empty(&nv->entry))
		goto out;
	vf = rtnl_dereference(nv->vf);
	if (!vf && nv->vf_allocated) {
		vf = find_vf(nv);
		if (vf && !move_vf(nv, vf))
			join(nv, vf);
	} else if (vf && !nv->vf_allocated) {
		switch_path(nv, false);
	} else if (vf && !move_vf(nv, vf)) {
		if (vf->mtu != nv->net->mtu && dev_set_mtu(vf, nv->net->mtu))
			netdev_warn(nv->net, "%s does not take an MTU of %u\n",
				    vf->name, nv->net->mtu);
		if (!ether_addr_equal(vf->dev_addr, nv->net->dev_addr) &&
		    netvsc_vf_set_mac(nv, nv->net->dev_addr))
			netdev_warn(nv->net, "%s does not take the address\n",
				    vf->name);
		if (netif_running(nv->net))
			netvsc_vf_open(nv);
		netif_addr_lock_bh(nv->net);
		netvsc_vf_rx_mode(nv);
		netif_addr_unlock_bh(nv->net);
	}
out:
	rtnl_unlock();
}

void netvsc_vf_event(struct netvsc *nv, bool allocated, u32 serial)
{
	WRITE_ONCE(nv->vf_serial, serial);
	WRITE_ONCE(nv->vf_allocated, allocated);
	schedule_delayed_work(&nv->vf_work, 0);
}

/* The addresses of @nv do not change: netif_addr_lock_bh(). */
void netvsc_vf_rx_mode(struct netvsc *nv)
{
	struct net_device *vf;

	rcu_read_lock();
	vf = rcu_dereference(nv->vf);
	if (vf) {
		dev_uc_sync(vf, nv->net);
		dev_mc_sync(vf, nv->net);
	}
	rcu_read_unlock();
}

static int notified(struct notifier_block *nb, unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct netvsc *nv;

	if (dev->ethtool_ops == &netvsc_ethtool_ops) {
		/* Also said when ours has come to another namespace. Nothing may
		 * move while the kernel walks through the devices of a dying one.
		 */
		if (event != NETDEV_REGISTER)
			return NOTIFY_DONE;
		list_for_each_entry(nv, &devices, entry)
			if (nv->net == dev)
				schedule_delayed_work(&nv->vf_work, 0);
		return NOTIFY_DONE;
	}
	if (!may_be_vf(dev))
		return NOTIFY_DONE;
	list_for_each_entry(nv, &devices, entry) {
		if (event == NETDEV_REGISTER) {
			if (!belongs(nv, dev))
				continue;
			if (net_eq(dev_net(dev), dev_net(nv->net)))
				join(nv, dev);
			else
				schedule_delayed_work(&nv->vf_work, 0);
			return NOTIFY_OK;
		}
		if (rtnl_dereference(nv->vf) != dev)
			continue;
		switch (event) {
		case NETDEV_UNREGISTER:
			part(nv, dev);
			break;
		case NETDEV_GOING_DOWN:
			switch_path(nv, false);
			break;
		case NETDEV_UP:
		case NETDEV_DOWN:
		case NETDEV_CHANGE:
			netvsc_vf_follow(nv);
			break;
		default:
			break;
		}
		return NOTIFY_OK;
	}
	return NOTIFY_DONE;
}

static struct notifier_block notifier = {
	.notifier_call = notified,
};

/* -------- begin and end -------- */

bool netvsc_vf_possible(void)
{
	return true;
}

int netvsc_vf_alloc(struct netvsc *nv)
{
	INIT_DELAYED_WORK(&nv->vf_work, vf_work);
	INIT_LIST_HEAD(&nv->entry);
	nv->vf_pcpu = netdev_alloc_pcpu_stats(struct netvsc_vf_pcpu);
	return nv->vf_pcpu ? 0 : -ENOMEM;
}

void netvsc_vf_free(struct netvsc *nv)
{
	free_percpu(nv->vf_pcpu);
}

void netvsc_vf_add(struct netvsc *nv)
{
	rtnl_lock();
	list_add(&nv->entry, &devices);
	rtnl_unlock();
	/* There may have been one before us. */
	schedule_delayed_work(&nv->vf_work, 0);
}

void netvsc_vf_del(struct netvsc *nv)
{
	struct net_device *vf;

	rtnl_lock();
	list_del_init(&nv->entry);
	nv->vf_allocated = false;
	vf = rtnl_dereference(nv->vf);
	if (vf)
		part(nv, vf);
	rtnl_unlock();
	cancel_delayed_work_sync(&nv->vf_work);
}

int netvsc_vf_init(void)
{
	return register_netdevice_notifier(&notifier);
}

void netvsc_vf_exit(void)
{
	unregister_netdevice_notifier(&notifier);
}

#endif /* NETDEV_RX_HANDLERS */
