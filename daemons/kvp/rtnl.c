// SPDX-License-Identifier: GPL-2.0-only
/* Addresses and routes out of rtnetlink messages; pure code, see rtnl.h. */
#include "rtnl.h"

#include <string.h>
#include <sys/socket.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

/* Attribute at @at; returns the offset of the next, 0 when there is none. */
static size_t attribute(const unsigned char *buf, size_t len, size_t at, struct rtattr *a)
{
	if (at > len || len - at < sizeof(*a))
		return 0;
	memcpy(a, buf + at, sizeof(*a));
	if (a->rta_len < sizeof(*a) || a->rta_len > len - at)
		return 0;
	return at + RTA_ALIGN(a->rta_len);
}

static unsigned int address_bytes(int family)
{
	return family == AF_INET ? 4 : family == AF_INET6 ? 16 : 0;
}

static void add(struct rtnl_list *list, unsigned int index, int family, unsigned int prefix,
		const unsigned char *bytes)
{
	struct rtnl_entry *e;

	if (list->count == list->max)
		return;
	e = &list->entries[list->count++];
	memset(e, 0, sizeof(*e));
	e->index = index;
	e->family = family;
	e->prefix = prefix;
	memcpy(e->bytes, bytes, address_bytes(family));
}

static void parse_address(const unsigned char *buf, size_t len, struct rtnl_list *list)
{
	const unsigned char *found = NULL;
	struct ifaddrmsg m;
	struct rtattr a;
	size_t at = NLMSG_ALIGN(sizeof(m)), next;

	if (len < sizeof(m))
		return;
	memcpy(&m, buf, sizeof(m));
	/* RT_SCOPE_HOST: loopback */
	if (!address_bytes(m.ifa_family) || m.ifa_scope == RT_SCOPE_HOST)
		return;
	while ((next = attribute(buf, len, at, &a)) != 0) {
		if (a.rta_len - sizeof(a) == address_bytes(m.ifa_family)) {
			/* of a point-to-point link IFA_ADDRESS is the peer */
			if (a.rta_type == IFA_LOCAL)
				found = buf + at + sizeof(a);
			else if (a.rta_type == IFA_ADDRESS && !found)
				found = buf + at + sizeof(a);
		}
		at = next;
	}
	if (found)
		add(list, m.ifa_index, m.ifa_family, m.ifa_prefixlen, found);
}

/* The ways of a multipath route: each with its own interface and gateway. */
static void parse_hops(const unsigned char *buf, size_t len, int family, struct rtnl_list *list)
{
	struct rtnexthop hop;
	struct rtattr a;
	size_t at = 0, in, next, end;

	while (at <= len && len - at >= sizeof(hop)) {
		memcpy(&hop, buf + at, sizeof(hop));
		if (hop.rtnh_len < sizeof(hop) || hop.rtnh_len > len - at)
			return;
		end = at + hop.rtnh_len;
		in = at + NLMSG_ALIGN(sizeof(hop));
		while ((next = attribute(buf, end, in, &a)) != 0) {
			if (a.rta_type == RTA_GATEWAY &&
			    a.rta_len - sizeof(a) == address_bytes(family))
				add(list, (unsigned int)hop.rtnh_ifindex, family, 0,
				    buf + in + sizeof(a));
			in = next;
		}
		at += NLMSG_ALIGN(hop.rtnh_len);
	}
}

static void parse_route(const unsigned char *buf, size_t len, struct rtnl_list *list)
{
	const unsigned char *gateway = NULL;
	unsigned int index = 0;
	struct rtmsg m;
	struct rtattr a;
	size_t at = NLMSG_ALIGN(sizeof(m)), next;

	if (len < sizeof(m))
		return;
	memcpy(&m, buf, sizeof(m));
	if (!address_bytes(m.rtm_family) || m.rtm_dst_len || m.rtm_table != RT_TABLE_MAIN ||
	    m.rtm_type != RTN_UNICAST)
		return;
	while ((next = attribute(buf, len, at, &a)) != 0) {
		if (a.rta_type == RTA_OIF && a.rta_len - sizeof(a) == sizeof(index))
			memcpy(&index, buf + at + sizeof(a), sizeof(index));
		else if (a.rta_type == RTA_GATEWAY &&
			 a.rta_len - sizeof(a) == address_bytes(m.rtm_family))
			gateway = buf + at + sizeof(a);
		else if (a.rta_type == RTA_MULTIPATH)
			parse_hops(buf + at + sizeof(a), a.rta_len - sizeof(a), m.rtm_family, list);
		at = next;
	}
	if (gateway && index)
		add(list, index, m.rtm_family, 0, gateway);
}

int rtnl_parse(const void *buf, size_t len, struct rtnl_list *list)
{
	const unsigned char *p = buf;
	struct nlmsghdr h;
	size_t step;

	while (len >= sizeof(h)) {
		memcpy(&h, p, sizeof(h));
		if (h.nlmsg_len < sizeof(h) || h.nlmsg_len > len)
			return -1;
		if (h.nlmsg_type == NLMSG_DONE)
			return 1;
		if (h.nlmsg_type == NLMSG_ERROR)
			return -1;
		if (h.nlmsg_type == RTM_NEWADDR)
			parse_address(p + sizeof(h), h.nlmsg_len - sizeof(h), list);
		else if (h.nlmsg_type == RTM_NEWROUTE)
			parse_route(p + sizeof(h), h.nlmsg_len - sizeof(h), list);
		step = NLMSG_ALIGN(h.nlmsg_len);
		if (step > len)
			step = len;
		p += step;
		len -= step;
	}
	return 0;
}
