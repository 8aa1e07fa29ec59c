/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Formats of the key/value exchange (protocol 4.4): what the host sends and what
 * goes over /dev/vmbus/hv_kvp.
 *
 * Both sides use nearly the same layout. The host writes little-endian UTF-16,
 * the daemon UTF-8 into the same places; the address message begins at offset
 * 2 for the host and at offset 4 for the daemon.
 */
#ifndef HYPERV_KVP_PROTO_H
#define HYPERV_KVP_PROTO_H

#include <hyperv/pure.h>

/* kvp_header.operation */
#define KVP_GET			0
#define KVP_SET			1
#define KVP_DELETE		2
#define KVP_ENUMERATE		3
#define KVP_GET_IP		4
#define KVP_SET_IP		5

/* The same field when a daemon registers: old ones, all since 3.7. */
#define KVP_REGISTER_OLD	4
#define KVP_REGISTER		100

#define KVP_POOLS		5u	/* pools are 0 to 4 */

/* Bytes of the fields, terminator included. */
#define KVP_KEY_BYTES		512u
#define KVP_VALUE_BYTES		2048u

/* kvp_value.type */
#define KVP_TYPE_STRING		1
#define KVP_TYPE_EXPAND		2
#define KVP_TYPE_U32		4
#define KVP_TYPE_U64_LINUX	8	/* what Linux calls it */
#define KVP_TYPE_U64		11

/**
 * struct kvp_header - begins each message
 * @operation: KVP_*
 * @pool: 0 external, 1 guest, 2 auto, 3 auto external, 4 auto internal
 * @pad: zero
 *
 * A daemon's answer has a signed 32-bit status here instead.
 */
struct kvp_header {
	u8 operation;
	u8 pool;
	__le16 pad;
};
HV_ASSERT_SIZE(struct kvp_header, 4);

/**
 * struct kvp_value - a key with its value
 * @type: KVP_TYPE_*
 * @key_size: bytes of the key with its terminator
 * @value_size: bytes of the value, with its terminator if it is text
 * @key: text
 * @value: text or a little-endian number
 */
struct kvp_value {
	__le32 type;
	__le32 key_size;
	__le32 value_size;
	u8 key[KVP_KEY_BYTES];
	u8 value[KVP_VALUE_BYTES];
} __packed;
HV_ASSERT_SIZE(struct kvp_value, 2572);

/* Offsets of struct kvp_value in a message, and of the other bodies. */
#define KVP_AT_VALUE		4u	/* get, set */
#define KVP_AT_INDEX		4u	/* enumerate */
#define KVP_AT_ENUM_VALUE	8u	/* enumerate */
#define KVP_AT_DELETE_SIZE	4u
#define KVP_AT_DELETE_KEY	8u
#define KVP_AT_IP_HOST		2u
#define KVP_AT_IP_DAEMON	4u
#define KVP_AT_VERSION		4u	/* answer to a registration */

/* Shortest host messages that hold all their fields. */
#define KVP_LEN_VALUE		(KVP_AT_VALUE + (u32)sizeof(struct kvp_value))
#define KVP_LEN_ENUM		(KVP_AT_ENUM_VALUE + (u32)sizeof(struct kvp_value))
#define KVP_LEN_DELETE		(KVP_AT_DELETE_KEY + KVP_KEY_BYTES)
#define KVP_LEN_IP		(KVP_AT_IP_HOST + (u32)sizeof(struct kvp_ip))

/**
 * struct kvp_ip - addresses of one adapter; lists are separated by ';'
 * @adapter: "{GUID}" or MAC address
 * @family: 1 IPv4, 2 IPv6, 3 both
 * @dhcp: nonzero when addresses come by DHCP
 * @addresses: addresses
 * @subnets: masks or prefix lengths
 * @gateways: gateways
 * @dns: name servers
 */
struct kvp_ip {
	u8 adapter[256];
	u8 family;
	u8 dhcp;
	u8 addresses[2048];
	u8 subnets[2048];
	u8 gateways[1024];
	u8 dns[2048];
} __packed;
HV_ASSERT_SIZE(struct kvp_ip, 7426);

/* Every message to and from a daemon has this size: two bytes of padding at the end. */
#define KVP_DAEMON_BYTES	7432u

#endif /* HYPERV_KVP_PROTO_H */
