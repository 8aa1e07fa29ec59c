// SPDX-License-Identifier: GPL-2.0-only
/* Fuzz target: key/value daemon: requests, IP configurations, journals, release files. */
/* sources: daemons/kvp/message.c daemons/kvp/ipconfig.c daemons/kvp/record.c daemons/kvp/osinfo.c daemons/lib/text.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "kvp/ipconfig.h"
#include "kvp/message.h"
#include "kvp/osinfo.h"
#include "kvp/record.h"
#include "lib/text.h"

static void must(int condition)
{
	if (!condition)
		abort();
}

/* As many bytes as there are are allocated; the rest of a whole message is @fill. */
static void fuzz_request(const uint8_t *data, size_t size, int whole, uint8_t fill)
{
	size_t len = whole ? sizeof(struct kvp_node_msg) : size;
	struct kvp_node_msg *msg = malloc(len ? len : 1);
	struct kvp_node_msg answer;
	struct kvp_request r;

	must(msg != NULL);
	memset(msg, fill, len);
	memcpy(msg, data, size < len ? size : len);
	if (!kvp_request_parse(msg, len, &r)) {
		must(len == sizeof(*msg));
		must(r.operation <= KVP_NODE_SET_IP || r.operation == KVP_NODE_REGISTER1);
		if (r.operation <= KVP_NODE_ENUMERATE)
			must(r.pool < KVP_NODE_POOLS);
		if (r.operation <= KVP_NODE_DELETE)
			must(r.key[0] && text_utf8_ok(r.key, strlen(r.key)));
		must(text_utf8_ok(r.value, strlen(r.value)));
		must(!kvp_answer_pair(&answer, r.key, r.value));
		must(!kvp_answer_value(&answer, r.value));
	}
	free(msg);
}

/* A zero byte ends a field; so every field can be reached with few bytes. */
static size_t field(uint8_t *to, size_t room, const uint8_t *data, size_t size)
{
	size_t len = 0;

	while (len < size && data[len])
		len++;
	memcpy(to, data, len < room ? len : room);
	return len < size ? len + 1 : len;
}

static void fuzz_ip(const uint8_t *data, size_t size)
{
	static char text[65536], again[65536];
	static struct ip_config c;
	struct kvp_node_ip ip;
	struct text t;
	unsigned int i;
	size_t n;

	memset(&ip, 0, sizeof(ip));
	if (!size)
		return;
	ip.dhcp = data[0] & 1;
	data++;
	size--;
	n = field(ip.addresses, sizeof(ip.addresses), data, size);
	data += n;
	size -= n;
	n = field(ip.subnets, sizeof(ip.subnets), data, size);
	data += n;
	size -= n;
	n = field(ip.gateways, sizeof(ip.gateways), data, size);
	data += n;
	size -= n;
	field(ip.dns, sizeof(ip.dns), data, size);
	if (ip_config_parse(&ip, &c))
		return;
	must(c.n_addresses <= IP_MAX_ADDRESSES && c.n_gateways <= IP_MAX_GATEWAYS);
	must(c.n_dns <= IP_MAX_DNS);
	for (i = 0; i < c.n_addresses; i++)
		must(c.addresses[i].prefix <= (c.addresses[i].family == IP_FAMILY_4 ? 32 : 128));
	text_init(&t, text, sizeof(text));
	ip_config_ifcfg(&c, "eth0", "00:11:22:33:44:55", &t);
	must(!t.overflow);
	/* nothing of the host gets into the file but addresses */
	must(strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_=abcdefhtnop0123456789.:\n") == strlen(text));
	text_init(&t, again, sizeof(again));
	ip_config_keyfile(&c, "eth0", "00:11:22:33:44:55", &t);
	must(!t.overflow);
}

static void fuzz_journal(const uint8_t *data, size_t size)
{
	struct kvp_journal j;
	const uint8_t *found;
	uint8_t *copy;

	if (size < 4)
		return;
	copy = malloc(size);
	must(copy != NULL);
	memcpy(copy, data, size);
	journal_check(copy, size, data[0], &j);
	/* with a sum that is right, so that the rest is reached */
	if (size >= sizeof(j)) {
		memcpy(&j, copy, sizeof(j));
		j.length = (uint32_t)(size - sizeof(j));
		journal_seal(&j, copy + sizeof(j));
		memcpy(copy, &j, sizeof(j));
		found = journal_check(copy, size, j.old_size, &j);
		if (found) {
			must(found == copy + sizeof(j));
			must(j.offset <= j.new_size && j.length <= j.new_size - j.offset);
		}
	}
	free(copy);
}

static void fuzz_text(const uint8_t *data, size_t size)
{
	char *text = malloc(size ? size : 1), fqdn[64], name[64];
	struct osinfo os;

	must(text != NULL);
	memcpy(text, data, size);
	osinfo_os_release(&os, text, size);
	osinfo_release_line(&os, text, size);
	osinfo_hosts_fqdn(text, size, "vm", fqdn, sizeof(fqdn));
	if (size && size < sizeof(name)) {
		memcpy(name, text, size);
		name[size] = '\0';
		adapter_same(name, "aabbccdd-0011-2233-4455-66778899aabb");
		if (interface_name_ok(name))
			must(!strchr(name, '/') && name[0] != '.' && strlen(name) < 16);
	}
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 1 || size > 4096)
		return 0;
	switch (data[0] % 5) {
	case 0:
		fuzz_request(data + 1, size - 1, 0, 0);
		break;
	case 1:
		fuzz_request(data + 1, size - 1, 1, data[0]);
		break;
	case 2:
		fuzz_ip(data + 1, size - 1);
		break;
	case 3:
		fuzz_journal(data + 1, size - 1);
		break;
	default:
		fuzz_text(data + 1, size - 1);
		break;
	}
	return 0;
}
