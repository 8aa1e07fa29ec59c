/* SPDX-License-Identifier: GPL-2.0-only */
/* Parts of the key/value daemon that look at the system. */
#ifndef KVP_KVP_H
#define KVP_KVP_H

#include "hv_node.h"
#include "lib/text.h"

/* Where the hooks lie; the packages install them there. */
#ifndef HV_HOOKS
#define HV_HOOKS "/usr/libexec/hypervkvpd"
#endif
#define KVP_STATE "/var/lib/hyperv"

/** auto_count() - how many keys the daemon makes itself */
unsigned int auto_count(void);

/**
 * auto_key() - key and value number @index of the automatic pool
 * @value: receives KVP_NODE_VALUE_BYTES
 * Returns the key, or NULL: there is none of that number.
 */
const char *auto_key(unsigned int index, char *value);

/** auto_version() - the version of the kernel module, for its key */
void auto_version(const char *version);

/**
 * net_addresses() - addresses as lists
 * @index: of the interface, 0 = all
 * @family: AF_INET, AF_INET6, or 0: both
 * @addresses: receives the list
 * @subnets: receives masks and "/prefix", or NULL
 * Returns 0 or -errno.
 */
int net_addresses(unsigned int index, int family, struct text *addresses, struct text *subnets);

/** net_gateways() - default gateways of an interface, likewise */
int net_gateways(unsigned int index, int family, struct text *gateways);

/**
 * struct net_adapter - a network interface
 * @name: of the interface
 * @mac: its address
 * @index: of the interface that has the IP addresses: a bridge or bond on
 *	top of it, or itself
 */
struct net_adapter {
	char name[16];
	char mac[32];
	unsigned int index;
};

/**
 * net_find() - the interface that the host means
 * @wanted: GUID or MAC address, see adapter_same()
 * Returns 0, or -1: there is none.
 */
int net_find(const char *wanted, struct net_adapter *a);

/** ip_get() - answer KVP_NODE_GET_IP in place */
void ip_get(struct kvp_node_msg *msg);

/** ip_set() - do what KVP_NODE_SET_IP asks, and answer in place */
void ip_set(struct kvp_node_msg *msg);

#endif /* KVP_KVP_H */
