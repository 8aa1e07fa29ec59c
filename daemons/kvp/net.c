// SPDX-License-Identifier: GPL-2.0-only
/* Interfaces from sysfs, addresses and gateways from rtnetlink. */
#include "kvp.h"
#include "ipconfig.h"
#include "rtnl.h"
#include "lib/compat.h"
#include "lib/file.h"
#include "lib/log.h"
#include "lib/service.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <stdint.h>
#include <sys/socket.h>
#include <unistd.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#define NET_MAX_ENTRIES	256
#define NET_WAIT_MS	2000

/* All addresses or routes of a family, as the kernel lists them. */
static int dump(int type, int family, struct rtnl_list *list)
{
	static uint32_t buf[8192];
	struct {
		struct nlmsghdr h;
		struct rtgenmsg g;
	} request;
	struct sockaddr_nl kernel;
	struct pollfd p;
	socklen_t from_len;
	ssize_t n;
	int fd, rc = 0;

	fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	if (fd < 0)
		return -errno;
	memset(&request, 0, sizeof(request));
	request.h.nlmsg_len = NLMSG_LENGTH(sizeof(request.g));
	request.h.nlmsg_type = (unsigned short)type;
	request.h.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	request.h.nlmsg_seq = 1;
	request.g.rtgen_family = (unsigned char)family;
	memset(&kernel, 0, sizeof(kernel));
	kernel.nl_family = AF_NETLINK;
	if (sendto(fd, &request, request.h.nlmsg_len, 0, (struct sockaddr *)&kernel,
		   sizeof(kernel)) < 0)
		rc = -errno;
	p.fd = fd;
	p.events = POLLIN;
	while (!rc) {
		if (poll(&p, 1, NET_WAIT_MS) != 1) {
			rc = -ETIMEDOUT;
			break;
		}
		from_len = sizeof(kernel);
		n = recvfrom(fd, buf, sizeof(buf), 0, (struct sockaddr *)&kernel, &from_len);
		if (n < 0) {
			if (errno == EINTR)
				continue;
			rc = -errno;
			break;
		}
		if (kernel.nl_pid)
			continue;
		n = rtnl_parse(buf, (size_t)n, list);
		if (n < 0)
			rc = -EPROTO;
		else if (n)
			break;
	}
	close(fd);
	return rc;
}

static int list_entries(int type, unsigned int index, int family, struct text *addresses,
			struct text *subnets)
{
	static struct rtnl_entry entries[NET_MAX_ENTRIES];
	static const int families[] = { AF_INET, AF_INET6 };
	struct rtnl_list list;
	char buf[IP_TEXT];
	unsigned int i, f;
	int rc;

	for (f = 0; f < 2; f++) {
		if (family && family != families[f])
			continue;
		list.entries = entries;
		list.max = NET_MAX_ENTRIES;
		list.count = 0;
		rc = dump(type, families[f], &list);
		/* a kernel without IPv6 */
		if (rc == -EPROTO || rc == -EAFNOSUPPORT)
			continue;
		if (rc)
			return rc;
		for (i = 0; i < list.count; i++) {
			if (index && entries[i].index != index)
				continue;
			if (!inet_ntop(entries[i].family, entries[i].bytes, buf, sizeof(buf)))
				continue;
			text_list(addresses, buf);
			if (!subnets)
				continue;
			if (entries[i].family == AF_INET) {
				ip_mask_text(entries[i].prefix, buf);
			} else {
				struct text t;

				text_init(&t, buf, sizeof(buf));
				text_addf(&t, "/%u", entries[i].prefix);
			}
			text_list(subnets, buf);
		}
	}
	return 0;
}

int net_addresses(unsigned int index, int family, struct text *addresses, struct text *subnets)
{
	return list_entries(RTM_GETADDR, index, family, addresses, subnets);
}

int net_gateways(unsigned int index, int family, struct text *gateways)
{
	return list_entries(RTM_GETROUTE, index, family, gateways, NULL);
}

static int net_attribute(const char *name, const char *attribute, char *buf, size_t size)
{
	char path[512];
	struct text t;

	text_init(&t, path, sizeof(path));
	text_addf(&t, "/sys/class/net/%s/%s", name, attribute);
	if (t.overflow)
		return -1;
	return file_line(path, buf, size) <= 0;
}

static int take_adapter(const char *name, struct net_adapter *a)
{
	unsigned long index;
	char buf[16];

	if (text_copy(a->name, sizeof(a->name), name) ||
	    net_attribute(name, "address", a->mac, sizeof(a->mac)))
		return -1;
	/* enslaved: the master has the addresses */
	if (net_attribute(name, "master/ifindex", buf, sizeof(buf)) &&
	    net_attribute(name, "ifindex", buf, sizeof(buf)))
		return -1;
	if (text_number(buf, strlen(buf), 0x7fffffff, &index))
		return -1;
	a->index = (unsigned int)index;
	return 0;
}

int net_find(const char *wanted, struct net_adapter *a)
{
	char path[4096], guid[64], mac[32], other[16] = "";
	struct dirent *e;
	int found = 0;
	DIR *d;

	if (service_path(path, sizeof(path), "/sys/class/net"))
		return -1;
	d = opendir(path);
	if (!d)
		return -1;
	while (!found && (e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.' || !interface_name_ok(e->d_name))
			continue;
		if (net_attribute(e->d_name, "address", mac, sizeof(mac)))
			mac[0] = '\0';
		if (net_attribute(e->d_name, "device/device_id", guid, sizeof(guid))) {
			/* not of the bus: a virtual function has the same MAC address */
			if (mac[0] && adapter_same(wanted, mac) && !other[0])
				text_copy(other, sizeof(other), e->d_name);
			continue;
		}
		if (adapter_same(wanted, guid) || (mac[0] && adapter_same(wanted, mac)))
			found = !take_adapter(e->d_name, a);
	}
	closedir(d);
	if (!found && other[0])
		found = !take_adapter(other, a);
	return found ? 0 : -1;
}
