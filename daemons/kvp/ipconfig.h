/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * An IP configuration from the host: checked, and written down in the two
 * forms that the hook hv_set_ifconfig gets. Pure code.
 */
#ifndef KVP_IPCONFIG_H
#define KVP_IPCONFIG_H

#include "hv_node.h"
#include "lib/text.h"

#define IP_MAX_ADDRESSES	64
#define IP_MAX_GATEWAYS		16
#define IP_MAX_DNS		32
#define IP_TEXT			46

#define IP_FAMILY_4		1
#define IP_FAMILY_6		2

/**
 * struct ip_address - one address
 * @family: IP_FAMILY_4 or IP_FAMILY_6
 * @prefix: bits of the network, of interface addresses only
 * @text: the usual notation
 */
struct ip_address {
	int family;
	unsigned int prefix;
	char text[IP_TEXT];
};

/**
 * struct ip_config - a checked configuration
 * @dhcp: IPv4 (and IPv6, unless addresses are given) is configured by the network
 * @addresses: of the interface, both families, in the host's order
 */
struct ip_config {
	int dhcp;
	unsigned int n_addresses;
	unsigned int n_gateways;
	unsigned int n_dns;
	struct ip_address addresses[IP_MAX_ADDRESSES];
	struct ip_address gateways[IP_MAX_GATEWAYS];
	struct ip_address dns[IP_MAX_DNS];
};

/**
 * ip_config_parse() - check what the host sent
 *
 * Every address is checked and written anew. Each needs its subnet: a mask
 * or a prefix length, with or without '/'. Returns 0, or -1: ill-formed.
 */
int ip_config_parse(const struct kvp_node_ip *ip, struct ip_config *c);

/** ip_config_ifcfg() - lines NAME=value, see hv_set_ifconfig(8) */
void ip_config_ifcfg(const struct ip_config *c, const char *interface, const char *mac,
		     struct text *t);

/** ip_config_keyfile() - a NetworkManager keyfile */
void ip_config_keyfile(const struct ip_config *c, const char *interface, const char *mac,
		       struct text *t);

/** ip_mask_text() - an IPv4 prefix length as a mask; @buf has IP_TEXT bytes */
void ip_mask_text(unsigned int prefix, char *buf);

/**
 * adapter_same() - does the host mean this adapter?
 * @wanted: the host's text: a GUID with or without braces, or a MAC address
 *	with colons, dashes or nothing in between
 * @mine: GUID or MAC address in the system's notation
 */
int adapter_same(const char *wanted, const char *mine);

/** interface_name_ok() - a name that may appear in file names and files */
int interface_name_ok(const char *name);

#endif /* KVP_IPCONFIG_H */
