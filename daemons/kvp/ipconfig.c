// SPDX-License-Identifier: GPL-2.0-only
/* An IP configuration from the host; pure code, see ipconfig.h. */
#include "ipconfig.h"

#include <arpa/inet.h>
#include <string.h>
#include <sys/socket.h>

/* An address into its usual notation. The host may name a scope: "fe80::1%4". */
static int parse_address(const char *s, size_t len, struct ip_address *a)
{
	unsigned char bytes[16];
	char buf[IP_TEXT];
	const char *scope;

	memset(a, 0, sizeof(*a));
	scope = memchr(s, '%', len);
	if (scope)
		len = (size_t)(scope - s);
	if (!len || len >= sizeof(buf))
		return -1;
	memcpy(buf, s, len);
	buf[len] = '\0';
	if (!scope && inet_pton(AF_INET, buf, bytes) == 1) {
		a->family = IP_FAMILY_4;
		return inet_ntop(AF_INET, bytes, a->text, sizeof(a->text)) ? 0 : -1;
	}
	if (inet_pton(AF_INET6, buf, bytes) == 1) {
		a->family = IP_FAMILY_6;
		return inet_ntop(AF_INET6, bytes, a->text, sizeof(a->text)) ? 0 : -1;
	}
	return -1;
}

/* A mask of IPv4 to a prefix length; ones have to come first. */
static int mask_prefix(const char *s, size_t len, unsigned int *prefix)
{
	unsigned char b[4];
	unsigned long mask;
	char buf[IP_TEXT];
	unsigned int n = 0;

	if (len >= sizeof(buf))
		return -1;
	memcpy(buf, s, len);
	buf[len] = '\0';
	if (inet_pton(AF_INET, buf, b) != 1)
		return -1;
	mask = (unsigned long)b[0] << 24 | (unsigned long)b[1] << 16 | (unsigned long)b[2] << 8 | b[3];
	while (n < 32 && mask & 0x80000000ul) {
		mask = mask << 1 & 0xfffffffful;
		n++;
	}
	if (mask)
		return -1;
	*prefix = n;
	return 0;
}

static int parse_subnet(const char *s, size_t len, struct ip_address *a)
{
	unsigned long n;

	if (len && s[0] == '/') {
		s++;
		len--;
	}
	if (!text_number(s, len, a->family == IP_FAMILY_4 ? 32 : 128, &n)) {
		a->prefix = (unsigned int)n;
		return 0;
	}
	if (a->family == IP_FAMILY_4)
		return mask_prefix(s, len, &a->prefix);
	return -1;
}

/* A field as a string. Returns -1 without a zero byte. */
static int field_end(const uint8_t *field, size_t room, const char **start, const char **end)
{
	const void *zero = memchr(field, 0, room);

	if (!zero)
		return -1;
	*start = (const char *)field;
	*end = zero;
	return 0;
}

/* The next element of a list that is not empty; blanks around it are removed. */
static long next_element(const char **at, const char *end, const char **piece)
{
	long n;

	while ((n = text_next(at, end, ';', piece)) >= 0) {
		while (n && **piece == ' ') {
			(*piece)++;
			n--;
		}
		while (n && (*piece)[n - 1] == ' ')
			n--;
		if (n)
			return n;
	}
	return -1;
}

static int parse_list(const uint8_t *field, size_t room, struct ip_address *list, unsigned int max,
		      unsigned int *count)
{
	const char *at, *end, *piece;
	long n;

	*count = 0;
	if (field_end(field, room, &at, &end))
		return -1;
	while ((n = next_element(&at, end, &piece)) >= 0) {
		if (*count == max || parse_address(piece, (size_t)n, &list[*count]))
			return -1;
		(*count)++;
	}
	return 0;
}

int ip_config_parse(const struct kvp_node_ip *ip, struct ip_config *c)
{
	const char *at, *end, *piece;
	unsigned int i = 0;
	long n;

	memset(c, 0, sizeof(*c));
	c->dhcp = ip->dhcp != 0;
	if (parse_list(ip->addresses, sizeof(ip->addresses), c->addresses, IP_MAX_ADDRESSES,
		       &c->n_addresses) ||
	    parse_list(ip->gateways, sizeof(ip->gateways), c->gateways, IP_MAX_GATEWAYS,
		       &c->n_gateways) ||
	    parse_list(ip->dns, sizeof(ip->dns), c->dns, IP_MAX_DNS, &c->n_dns) ||
	    field_end(ip->subnets, sizeof(ip->subnets), &at, &end))
		return -1;
	while ((n = next_element(&at, end, &piece)) >= 0) {
		/* with DHCP the host may leave subnets without addresses */
		if (i == c->n_addresses) {
			if (c->dhcp)
				break;
			return -1;
		}
		if (parse_subnet(piece, (size_t)n, &c->addresses[i]))
			return -1;
		i++;
	}
	if (i != c->n_addresses)
		return -1;
	/* nothing at all would take the interface off the network */
	return c->dhcp || c->n_addresses ? 0 : -1;
}

void ip_mask_text(unsigned int prefix, char *buf)
{
	unsigned long mask = prefix ? 0xfffffffful << (32 - prefix) & 0xfffffffful : 0;
	struct text t;

	text_init(&t, buf, IP_TEXT);
	text_addf(&t, "%lu.%lu.%lu.%lu", mask >> 24, mask >> 16 & 255, mask >> 8 & 255, mask & 255);
}

/* NAME=value; from the second on the name has a number, DNS from the first. */
static void add_numbered(struct text *t, const char *name, unsigned int n, const char *value)
{
	if (n)
		text_addf(t, "%s%u=%s\n", name, n, value);
	else
		text_addf(t, "%s=%s\n", name, value);
}

void ip_config_ifcfg(const struct ip_config *c, const char *interface, const char *mac,
		     struct text *t)
{
	const struct ip_address *a;
	char buf[IP_TEXT];
	unsigned int i, n4 = 0, n6 = 0;

	text_addf(t, "HWADDR=%s\nDEVICE=%s\nBOOTPROTO=%s\n", mac, interface,
		  c->dhcp ? "dhcp" : "none");
	for (i = 0; i < c->n_addresses; i++) {
		a = &c->addresses[i];
		if (a->family == IP_FAMILY_4 && !c->dhcp) {
			ip_mask_text(a->prefix, buf);
			text_addf(t, "IPADDR%u=%s\nNETMASK%u=%s\n", n4, a->text, n4, buf);
			n4++;
		} else if (a->family == IP_FAMILY_6) {
			struct text prefix;

			text_init(&prefix, buf, sizeof(buf));
			text_addf(&prefix, "%u", a->prefix);
			add_numbered(t, "IPV6ADDR", n6, a->text);
			add_numbered(t, "IPV6NETMASK", n6, buf);
			n6++;
		}
	}
	n4 = n6 = 0;
	for (i = 0; i < c->n_gateways; i++) {
		a = &c->gateways[i];
		if (a->family == IP_FAMILY_4 && !c->dhcp)
			add_numbered(t, "GATEWAY", n4++, a->text);
		else if (a->family == IP_FAMILY_6)
			add_numbered(t, "IPV6_DEFAULTGW", n6++, a->text);
	}
	for (i = 0; i < c->n_dns; i++)
		text_addf(t, "DNS%u=%s\n", i + 1, c->dns[i].text);
}

static void keyfile_family(const struct ip_config *c, int family, struct text *t)
{
	const char *gateway = NULL;
	unsigned int i, n = 0, servers = 0;
	int automatic;

	for (i = 0; i < c->n_addresses; i++)
		n += c->addresses[i].family == family;
	automatic = c->dhcp && (family == IP_FAMILY_4 || !n);
	text_addf(t, "\n[ipv%d]\nmethod=", family == IP_FAMILY_4 ? 4 : 6);
	if (automatic)
		text_add(t, "auto\n");
	else if (n)
		text_add(t, "manual\n");
	else
		text_add(t, family == IP_FAMILY_4 ? "disabled\n" : "auto\n");
	if (!automatic && n) {
		for (i = 0; i < c->n_gateways && !gateway; i++)
			if (c->gateways[i].family == family)
				gateway = c->gateways[i].text;
		n = 0;
		for (i = 0; i < c->n_addresses; i++)
			if (c->addresses[i].family == family)
				text_addf(t, "address%u=%s/%u\n", ++n, c->addresses[i].text,
					  c->addresses[i].prefix);
		if (gateway)
			text_addf(t, "gateway=%s\n", gateway);
	}
	for (i = 0; i < c->n_dns; i++) {
		if (c->dns[i].family != family)
			continue;
		if (!servers++)
			text_add(t, "dns=");
		text_addf(t, "%s;", c->dns[i].text);
	}
	if (servers)
		text_add(t, "\n");
}

void ip_config_keyfile(const struct ip_config *c, const char *interface, const char *mac,
		       struct text *t)
{
	text_addf(t, "[connection]\nid=hyperv-%s\ntype=ethernet\ninterface-name=%s\n"
		  "autoconnect-priority=100\n\n[ethernet]\nmac-address=%s\n",
		  interface, interface, mac);
	keyfile_family(c, IP_FAMILY_4, t);
	keyfile_family(c, IP_FAMILY_6, t);
}

int adapter_same(const char *wanted, const char *mine)
{
	char a[40], b[40];
	const char *s;
	struct text t;
	int which;

	/* only the hexadecimal digits count */
	for (which = 0; which < 2; which++) {
		text_init(&t, which ? b : a, sizeof(a));
		for (s = which ? mine : wanted; *s; s++) {
			if (text_hex(*s) >= 0)
				text_addn(&t, s, 1);
			else if (!strchr("{}-:", *s))
				return 0;
		}
		if (t.overflow)
			return 0;
	}
	return (strlen(a) == 32 || strlen(a) == 12) && text_same(a, b);
}

int interface_name_ok(const char *name)
{
	size_t i;

	for (i = 0; name[i]; i++) {
		if (i >= 15)
			return 0;
		if ((name[i] >= 'a' && name[i] <= 'z') || (name[i] >= 'A' && name[i] <= 'Z') ||
		    (name[i] >= '0' && name[i] <= '9') || name[i] == '_')
			continue;
		if (i && (name[i] == '-' || name[i] == '.'))
			continue;
		return 0;
	}
	return i != 0;
}
