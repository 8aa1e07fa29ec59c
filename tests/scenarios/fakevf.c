// SPDX-License-Identifier: GPL-2.0-only
/*
 * A virtual function without hardware: a PCI bus of its own with one function, and on it
 * a network interface vf0 with a wire to a second one, wire0.
 *
 * Parameters: mac (of vf0), slot (name of the PCI slot, by which Hyper-V tells the serial
 * number). wire0 down: vf0 has no carrier. A kernel module for the guests of tests.
 */
#include <linux/bpf.h>
#include <linux/etherdevice.h>
#include <linux/filter.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/pci.h>
#include <linux/rtnetlink.h>

static char *mac = "00:15:5d:77:00:10";
module_param(mac, charp, 0444);
MODULE_PARM_DESC(mac, "address of the function");
static char *slot = "1";
module_param(slot, charp, 0444);
MODULE_PARM_DESC(slot, "name of its slot");

/* -------- the bus -------- */

#define DOMAIN 0x7e57

static u8 config[256];
static struct pci_sysdata sysdata = { .domain = DOMAIN, .node = NUMA_NO_NODE };
static struct resource numbers = { .name = "fakevf", .start = 0, .end = 0, .flags = IORESOURCE_BUS };
static struct pci_bus *bus;
static struct pci_slot *pci_slot;
static struct pci_dev *function;

static int config_read(struct pci_bus *b, unsigned int devfn, int where, int size, u32 *value)
{
	*value = ~0u;
	if (devfn || where + size > (int)sizeof(config))
		return PCIBIOS_DEVICE_NOT_FOUND;
	*value = 0;
	memcpy(value, config + where, size);
	return PCIBIOS_SUCCESSFUL;
}

/* Only the command register keeps what is written: there are no windows. */
static int config_write(struct pci_bus *b, unsigned int devfn, int where, int size, u32 value)
{
	if (devfn)
		return PCIBIOS_DEVICE_NOT_FOUND;
	if (where == PCI_COMMAND)
		memcpy(config + where, &value, 2);
	return PCIBIOS_SUCCESSFUL;
}

static struct pci_ops bus_ops = { .read = config_read, .write = config_write };

static void bus_end(void)
{
	if (function)
		pci_dev_put(function);
	if (!IS_ERR_OR_NULL(pci_slot))
		pci_destroy_slot(pci_slot);
	pci_lock_rescan_remove();
	pci_stop_root_bus(bus);
	pci_remove_root_bus(bus);
	pci_unlock_rescan_remove();
}

static int bus_begin(void)
{
	LIST_HEAD(resources);

	config[PCI_VENDOR_ID] = 0x14;
	config[PCI_VENDOR_ID + 1] = 0x14;
	config[PCI_DEVICE_ID] = 0x57;
	config[PCI_CLASS_DEVICE + 1] = PCI_BASE_CLASS_NETWORK;
	pci_add_resource(&resources, &numbers);
	pci_lock_rescan_remove();
	bus = pci_scan_root_bus(NULL, 0, &bus_ops, &sysdata, &resources);
	if (bus)
		pci_bus_add_devices(bus);
	pci_unlock_rescan_remove();
	if (!bus) {
		pci_free_resource_list(&resources);
		return -ENOMEM;
	}
	function = pci_get_slot(bus, 0);
	pci_slot = pci_create_slot(bus, 0, slot, NULL);
	if (function && !IS_ERR(pci_slot))
		return 0;
	bus_end();
	return -ENODEV;
}

/* -------- the two ends of the wire -------- */

static struct net_device *vf, *wire;

/* The program that looks at what vf0 receives. */
static struct bpf_prog __rcu *program;

static int vf_bpf(struct net_device *dev, struct netdev_bpf *b)
{
	struct bpf_prog *old = rtnl_dereference(program);

	if (dev != vf || b->command != XDP_SETUP_PROG)
		return -EINVAL;
	rcu_assign_pointer(program, b->prog);
	if (old)
		bpf_prog_put(old);
	return 0;
}

/* True: the program took it. */
static bool taken(struct sk_buff *skb)
{
	struct bpf_prog *p = rcu_dereference_bh(program);

	if (!p)
		return false;
	skb_reset_mac_header(skb);
	skb->dev = vf;
	return do_xdp_generic(p, skb) != XDP_PASS;
}

static netdev_tx_t end_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct net_device *other = dev == vf ? wire : vf;
	unsigned int len = skb->len;

	if (other == vf && netif_running(vf) && taken(skb))
		return NETDEV_TX_OK;
	if (!netif_running(other) || dev_forward_skb(other, skb) != NET_RX_SUCCESS) {
		if (!netif_running(other))
			kfree_skb(skb);
		dev->stats.tx_dropped++;
		return NETDEV_TX_OK;
	}
	dev->stats.tx_packets++;
	dev->stats.tx_bytes += len;
	return NETDEV_TX_OK;
}

static int end_open(struct net_device *dev)
{
	if (dev == wire) {
		netif_carrier_on(vf);
		netif_carrier_on(wire);
	}
	return 0;
}

static int end_stop(struct net_device *dev)
{
	if (dev == wire && vf->reg_state == NETREG_REGISTERED)
		netif_carrier_off(vf);
	return 0;
}

static const struct net_device_ops end_ops = {
	.ndo_open = end_open,
	.ndo_stop = end_stop,
	.ndo_start_xmit = end_xmit,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_bpf = vf_bpf,
};

static struct net_device *end_make(const char *name, const u8 *addr)
{
	struct net_device *dev = alloc_etherdev(0);

	if (!dev)
		return NULL;
	strscpy(dev->name, name, IFNAMSIZ);
	dev->netdev_ops = &end_ops;
	dev->max_mtu = 65521;
	eth_hw_addr_set(dev, addr);
	return dev;
}

static int __init fakevf_init(void)
{
	static const u8 far[ETH_ALEN] = { 0x02, 0x15, 0x5d, 0x77, 0x01, 0x01 };
	u8 addr[ETH_ALEN];
	int err;

	if (!mac_pton(mac, addr))
		return -EINVAL;
	err = bus_begin();
	if (err)
		return err;
	err = -ENOMEM;
	vf = end_make("vf0", addr);
	wire = end_make("wire0", far);
	if (!vf || !wire)
		goto free;
	SET_NETDEV_DEV(vf, &function->dev);
	netif_carrier_off(vf);
	err = register_netdev(wire);
	if (err)
		goto free;
	err = register_netdev(vf);
	if (!err)
		return 0;
	unregister_netdev(wire);
free:
	if (wire)
		free_netdev(wire);
	if (vf)
		free_netdev(vf);
	bus_end();
	return err;
}

static void __exit fakevf_exit(void)
{
	unregister_netdev(vf);
	unregister_netdev(wire);
	free_netdev(wire);
	free_netdev(vf);
	bus_end();
}

module_init(fakevf_init);
module_exit(fakevf_exit);

MODULE_DESCRIPTION("A virtual function without hardware, for tests");
MODULE_LICENSE("GPL");
