/* SPDX-License-Identifier: GPL-2.0-only */
/* Addresses and routes out of rtnetlink messages. Pure code. */
#ifndef KVP_RTNL_H
#define KVP_RTNL_H

#include <stddef.h>

/**
 * struct rtnl_entry - an address of an interface, or a default gateway
 * @index: of the interface
 * @family: AF_INET or AF_INET6
 * @prefix: bits of the network; of addresses only
 * @bytes: the address, 4 or 16 bytes
 */
struct rtnl_entry {
	unsigned int index;
	int family;
	unsigned int prefix;
	unsigned char bytes[16];
};

/**
 * struct rtnl_list - what was found
 * @entries: room for them
 * @max: how many fit
 * @count: how many there are; more are left out
 */
struct rtnl_list {
	struct rtnl_entry *entries;
	unsigned int max;
	unsigned int count;
};

/**
 * rtnl_parse() - take the entries out of one datagram
 * @buf: aligned like a netlink header
 * @len: bytes of it
 * @list: addresses (not of the loopback interface) or default gateways are
 *	added, by what the messages hold
 *
 * Returns 0: there is more to come, 1: that was all, -1: an error of the
 * kernel, or nonsense.
 */
int rtnl_parse(const void *buf, size_t len, struct rtnl_list *list);

#endif /* KVP_RTNL_H */
