// SPDX-License-Identifier: GPL-2.0-only
/* GET_IP and SET_IP: what an adapter has, and static IP injection. */
#include "kvp.h"
#include "ipconfig.h"
#include "lib/file.h"
#include "lib/log.h"
#include "lib/run.h"
#include "lib/service.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

/*
 * The kernel answers the host itself after 30 s: GET_IP runs two hooks, and
 * SET_IP one, which has time to bring the interface up.
 */
#define HOOK_GET_MS	5000
#define HOOK_SET_MS	25000

static int hook(const char *name, const char *arg1, const char *arg2, int limit_ms, char *out,
		size_t size)
{
	char path[4096], full[4096];
	const char *argv[4];
	struct text t;
	int rc;

	text_init(&t, path, sizeof(path));
	text_addf(&t, "%s/%s", HV_HOOKS, name);
	if (t.overflow || service_path(full, sizeof(full), path))
		return -ENAMETOOLONG;
	argv[0] = full;
	argv[1] = arg1;
	argv[2] = arg2;
	argv[3] = NULL;
	rc = run_program(argv, limit_ms, out, size);
	if (rc < 0)
		log_line(LOG_WARNING, "cannot run %s: %s", full, strerror(-rc));
	return rc;
}

/* The hook's lines; what is not an address is left out. */
static void list_dns(const char *out, struct text *list)
{
	const char *end = out + strlen(out), *line;
	unsigned char bytes[16];
	char buf[IP_TEXT];
	struct text t;
	long n;

	while ((n = text_next(&out, end, '\n', &line)) >= 0) {
		text_init(&t, buf, sizeof(buf));
		text_addn(&t, line, (size_t)n);
		if (t.overflow || (inet_pton(AF_INET, buf, bytes) != 1 &&
				   inet_pton(AF_INET6, buf, bytes) != 1))
			continue;
		text_list(list, buf);
	}
}

/* A field of the host without its zero byte is no name of anything. */
static int take_adapter_id(const struct kvp_node_ip *ip, char *buf, size_t size)
{
	if (!memchr(ip->adapter, 0, sizeof(ip->adapter)))
		return -1;
	return text_copy(buf, size, (const char *)ip->adapter);
}

void ip_get(struct kvp_node_msg *msg)
{
	struct kvp_node_ip *ip = &msg->body.ip;
	struct text addresses, subnets, gateways, dns;
	struct net_adapter adapter;
	char wanted[64], out[4096];
	int rc;

	if (take_adapter_id(ip, wanted, sizeof(wanted)) || net_find(wanted, &adapter)) {
		memset(msg, 0, sizeof(*msg));
		msg->head.status = HV_NODE_NOT_FOUND;
		return;
	}
	memset(msg, 0, sizeof(*msg));
	text_copy((char *)ip->adapter, sizeof(ip->adapter), wanted);
	text_init(&addresses, (char *)ip->addresses, sizeof(ip->addresses));
	text_init(&subnets, (char *)ip->subnets, sizeof(ip->subnets));
	text_init(&gateways, (char *)ip->gateways, sizeof(ip->gateways));
	text_init(&dns, (char *)ip->dns, sizeof(ip->dns));

	rc = net_addresses(adapter.index, AF_INET, &addresses, &subnets);
	if (addresses.len)
		ip->family |= IP_FAMILY_4;
	if (!rc) {
		size_t before = addresses.len;

		rc = net_addresses(adapter.index, AF_INET6, &addresses, &subnets);
		if (addresses.len > before)
			ip->family |= IP_FAMILY_6;
	}
	if (!rc)
		rc = net_gateways(adapter.index, 0, &gateways);
	if (rc) {
		log_line(LOG_WARNING, "cannot list the addresses of %s: %s", adapter.name,
			 strerror(-rc));
		memset(msg, 0, sizeof(*msg));
		msg->head.status = HV_NODE_FAIL;
		return;
	}
	if (!hook("hv_get_dns_info", adapter.name, NULL, HOOK_GET_MS, out, sizeof(out)))
		list_dns(out, &dns);
	if (!hook("hv_get_dhcp_info", adapter.name, NULL, HOOK_GET_MS, out, sizeof(out)))
		ip->dhcp = !strncmp(out, "Enabled", 7);
}

void ip_set(struct kvp_node_msg *msg)
{
	static struct ip_config config;
	static char text[32768];
	char wanted[64], ifcfg[64], keyfile[64], full_ifcfg[4096], full_keyfile[4096];
	struct net_adapter adapter;
	struct text t;
	uint32_t status = HV_NODE_FAIL;
	int rc = 0;

	if (take_adapter_id(&msg->body.ip, wanted, sizeof(wanted)) ||
	    net_find(wanted, &adapter)) {
		status = HV_NODE_NOT_FOUND;
		goto out;
	}
	if (ip_config_parse(&msg->body.ip, &config)) {
		log_line(LOG_WARNING, "the host sent an ill-formed IP configuration for %s",
			 adapter.name);
		status = HV_NODE_BAD_ARGUMENT;
		goto out;
	}
	text_init(&t, ifcfg, sizeof(ifcfg));
	text_addf(&t, "%s/ifcfg-%s", KVP_STATE, adapter.name);
	text_init(&t, keyfile, sizeof(keyfile));
	text_addf(&t, "%s/%s.nmconnection", KVP_STATE, adapter.name);
	if (service_path(full_ifcfg, sizeof(full_ifcfg), ifcfg) ||
	    service_path(full_keyfile, sizeof(full_keyfile), keyfile))
		goto out;

	text_init(&t, text, sizeof(text));
	ip_config_ifcfg(&config, adapter.name, adapter.mac, &t);
	if (!t.overflow)
		rc = file_write(ifcfg, t.buf, t.len, 0644);
	if (!rc && !t.overflow) {
		text_init(&t, text, sizeof(text));
		ip_config_keyfile(&config, adapter.name, adapter.mac, &t);
		if (!t.overflow)
			rc = file_write(keyfile, t.buf, t.len, 0600);
	}
	if (rc || t.overflow) {
		log_line(LOG_ERR, "cannot write the IP configuration of %s: %s", adapter.name,
			 rc ? strerror(-rc) : "it is too long");
		goto out;
	}
	if (!hook("hv_set_ifconfig", full_ifcfg, full_keyfile, HOOK_SET_MS, NULL, 0)) {
		log_line(LOG_INFO, "the host configured %s", adapter.name);
		status = HV_NODE_OK;
	}
out:
	memset(msg, 0, sizeof(*msg));
	msg->head.status = status;
}
