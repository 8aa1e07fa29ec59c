// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages of the key/value exchange: pure code, see kvp_msg.h.
 */
#include <hyperv/ic_proto.h>
#include "kvp_msg.h"
#include "text.h"

/* Offsets within struct kvp_value. */
#define V_TYPE		0u
#define V_KEY_SIZE	4u
#define V_VALUE_SIZE	8u
#define V_KEY		12u
#define V_VALUE		(V_KEY + KVP_KEY_BYTES)

static u32 kvp_get32(const u8 *p)
{
	__le32 v;

	memcpy(&v, p, sizeof(v));
	return le32_to_cpu(v);
}

static void kvp_put32(u8 *p, u32 v)
{
	__le32 wire = cpu_to_le32(v);

	memcpy(p, &wire, sizeof(wire));
}

bool kvp_is_ip(const u8 *body)
{
	return body[0] == KVP_GET_IP || body[0] == KVP_SET_IP;
}

u32 kvp_check(const u8 *body, u32 len)
{
	u32 want, key_size = 2, value_size = 0;

	if (len < sizeof(struct kvp_header))
		return IC_STATUS_BAD_ARGUMENT;
	switch (body[0]) {
	case KVP_GET:
	case KVP_SET:
		want = KVP_LEN_VALUE;
		break;
	case KVP_DELETE:
		want = KVP_LEN_DELETE;
		break;
	case KVP_ENUMERATE:
		want = KVP_LEN_ENUM;
		break;
	case KVP_GET_IP:
	case KVP_SET_IP:
		want = KVP_LEN_IP;
		break;
	default:
		return IC_STATUS_NOT_SUPPORTED;
	}
	if (len < want)
		return IC_STATUS_BAD_ARGUMENT;
	if (kvp_is_ip(body))
		return IC_STATUS_OK;
	if (body[1] >= KVP_POOLS)
		return IC_STATUS_BAD_ARGUMENT;

	/* Sizes are the host's word; they bound what is read and no more. */
	if (body[0] == KVP_DELETE) {
		key_size = kvp_get32(body + KVP_AT_DELETE_SIZE);
	} else if (body[0] != KVP_ENUMERATE) {
		key_size = kvp_get32(body + KVP_AT_VALUE + V_KEY_SIZE);
		if (body[0] == KVP_SET)
			value_size = kvp_get32(body + KVP_AT_VALUE +
					       V_VALUE_SIZE);
	}
	if (key_size < 2 || key_size > KVP_KEY_BYTES || (key_size & 1) ||
	    value_size > KVP_VALUE_BYTES)
		return IC_STATUS_BAD_ARGUMENT;
	return IC_STATUS_OK;
}

/* A number as decimal text; no 64-bit division. Return: bytes with terminator. */
static u32 kvp_decimal(u64 v, u8 *out)
{
	/* groups of four digits, highest first: 10^20 > 2^64 */
	u32 group[5] = { 0, 0, 0, 0, 0 };
	u8 digits[20];
	u32 i, j, carry, n = 0;
	int bit;

	for (bit = 63; bit >= 0; bit--) {
		carry = (u32)(v >> bit) & 1;
		for (i = 0; i < 5; i++) {
			group[i] = group[i] * 2 + carry;
			carry = group[i] >= 10000;
			if (carry)
				group[i] -= 10000;
		}
	}
	for (i = 0; i < 5; i++)
		for (j = 0; j < 4; j++) {
			digits[4 * i + j] = (u8)('0' + group[i] % 10);
			group[i] /= 10;
		}
	for (i = 19; i > 0 && digits[i] == '0'; i--)
		;
	for (;; i--) {
		out[n++] = digits[i];
		if (!i)
			break;
	}
	out[n++] = 0;
	return n;
}

/* A key: not empty. Return: bytes with terminator, 0 when it is refused. */
static u32 kvp_key_to_daemon(const u8 *in, u32 size, u8 *out)
{
	int n = text_from_host(in, size, out, KVP_KEY_BYTES);

	return n > 0 ? (u32)n + 1 : 0;
}

static u32 kvp_value_to_daemon(const u8 *in, u8 *out)
{
	u32 size = kvp_get32(in + V_VALUE_SIZE);
	u64 number;
	int n;

	switch (kvp_get32(in + V_TYPE)) {
	case KVP_TYPE_STRING:
	case KVP_TYPE_EXPAND:
		n = text_from_host(in + V_VALUE, size, out + V_VALUE,
				   KVP_VALUE_BYTES);
		if (n < 0)
			return IC_STATUS_BAD_ARGUMENT;
		size = (u32)n + 1;
		break;
	case KVP_TYPE_U32:
		if (size < 4)
			return IC_STATUS_BAD_ARGUMENT;
		size = kvp_decimal(kvp_get32(in + V_VALUE), out + V_VALUE);
		break;
	case KVP_TYPE_U64:
	case KVP_TYPE_U64_LINUX:
		if (size < 8)
			return IC_STATUS_BAD_ARGUMENT;
		number = (u64)kvp_get32(in + V_VALUE + 4) << 32 |
			 kvp_get32(in + V_VALUE);
		size = kvp_decimal(number, out + V_VALUE);
		break;
	default:
		return IC_STATUS_BAD_ARGUMENT;
	}
	/* Whatever it was, it is text now. */
	kvp_put32(out + V_TYPE, KVP_TYPE_STRING);
	kvp_put32(out + V_VALUE_SIZE, size);
	return IC_STATUS_OK;
}

/* The text fields of struct kvp_ip after family and dhcp. */
static const struct {
	u16 at;
	u16 bytes;
} kvp_ip_lists[] = {
	{ 258, 2048 }, { 2306, 2048 }, { 4354, 1024 }, { 5378, 2048 }
};

#define IP_ADAPTER_BYTES	256u
#define IP_FAMILY		256u
#define IP_DHCP			257u

static u32 kvp_ip_to_daemon(const u8 *body, u8 *out)
{
	const u8 *in = body + KVP_AT_IP_HOST;
	u8 *to = out + KVP_AT_IP_DAEMON;
	u32 i;

	if (text_from_host(in, IP_ADAPTER_BYTES, to, IP_ADAPTER_BYTES) <= 0)
		return IC_STATUS_BAD_ARGUMENT;
	to[IP_FAMILY] = in[IP_FAMILY];
	if (body[0] == KVP_GET_IP)
		return IC_STATUS_OK;
	to[IP_DHCP] = in[IP_DHCP];
	for (i = 0; i < ARRAY_SIZE(kvp_ip_lists); i++)
		if (text_from_host(in + kvp_ip_lists[i].at,
				   kvp_ip_lists[i].bytes,
				   to + kvp_ip_lists[i].at,
				   kvp_ip_lists[i].bytes) < 0)
			return IC_STATUS_BAD_ARGUMENT;
	return IC_STATUS_OK;
}

u32 kvp_to_daemon(const u8 *body, u8 *out)
{
	const u8 *in = body + KVP_AT_VALUE;
	u8 *to = out + KVP_AT_VALUE;
	u32 size;

	memset(out, 0, KVP_DAEMON_BYTES);
	out[0] = body[0];
	out[1] = body[1];
	switch (body[0]) {
	case KVP_GET:
	case KVP_SET:
		size = kvp_key_to_daemon(in + V_KEY, kvp_get32(in + V_KEY_SIZE),
					 to + V_KEY);
		if (!size)
			return IC_STATUS_BAD_ARGUMENT;
		kvp_put32(to + V_KEY_SIZE, size);
		if (body[0] == KVP_SET)
			return kvp_value_to_daemon(in, to);
		/* Daemons copy as much as there is room for. */
		kvp_put32(to + V_VALUE_SIZE, KVP_VALUE_BYTES);
		return IC_STATUS_OK;
	case KVP_DELETE:
		size = kvp_key_to_daemon(body + KVP_AT_DELETE_KEY,
					 kvp_get32(body + KVP_AT_DELETE_SIZE),
					 out + KVP_AT_DELETE_KEY);
		if (!size)
			return IC_STATUS_BAD_ARGUMENT;
		kvp_put32(out + KVP_AT_DELETE_SIZE, size);
		return IC_STATUS_OK;
	case KVP_ENUMERATE:
		/* There are daemons that take it for a negative number. */
		if (kvp_get32(body + KVP_AT_INDEX) > 0x7fffffff)
			return IC_STATUS_NO_MORE_ITEMS;
		memcpy(out + KVP_AT_INDEX, body + KVP_AT_INDEX, 4);
		return IC_STATUS_OK;
	default:
		return kvp_ip_to_daemon(body, out);
	}
}

static void kvp_value_from_daemon(const u8 *in, u8 *to, bool key)
{
	u32 size;

	if (key) {
		size = text_to_host(in + V_KEY, KVP_KEY_BYTES, to + V_KEY,
				    KVP_KEY_BYTES);
		kvp_put32(to + V_KEY_SIZE, size);
	}
	size = text_to_host(in + V_VALUE, KVP_VALUE_BYTES, to + V_VALUE,
			    KVP_VALUE_BYTES);
	kvp_put32(to + V_VALUE_SIZE, size);
	kvp_put32(to + V_TYPE, KVP_TYPE_STRING);
}

static void kvp_ip_from_daemon(const u8 *in, u8 *to)
{
	u32 i;

	text_to_host(in, IP_ADAPTER_BYTES, to, IP_ADAPTER_BYTES);
	to[IP_FAMILY] = in[IP_FAMILY];
	to[IP_DHCP] = in[IP_DHCP];
	for (i = 0; i < ARRAY_SIZE(kvp_ip_lists); i++)
		text_to_host(in + kvp_ip_lists[i].at, kvp_ip_lists[i].bytes,
			     to + kvp_ip_lists[i].at, kvp_ip_lists[i].bytes);
}

u32 kvp_from_daemon(const u8 *in, bool old, u8 *body)
{
	u32 status = kvp_get32(in);

	/* An old daemon leaves the request's header there. */
	if (!old && status) {
		if (status & IC_STATUS_FAILURE_BIT)
			return status;
		return IC_STATUS_FAIL;
	}
	switch (body[0]) {
	case KVP_GET:
		kvp_value_from_daemon(in + KVP_AT_VALUE, body + KVP_AT_VALUE,
				      false);
		return IC_STATUS_OK;
	case KVP_ENUMERATE:
		if (old && !in[KVP_AT_ENUM_VALUE + V_KEY])
			return IC_STATUS_NO_MORE_ITEMS;
		kvp_value_from_daemon(in + KVP_AT_ENUM_VALUE,
				      body + KVP_AT_ENUM_VALUE, true);
		return IC_STATUS_OK;
	case KVP_GET_IP:
		kvp_ip_from_daemon(in + KVP_AT_IP_DAEMON,
				   body + KVP_AT_IP_HOST);
		return IC_STATUS_OK;
	default:
		return IC_STATUS_OK;
	}
}

u32 kvp_registration(const u8 *in, u32 len)
{
	if (len != KVP_DAEMON_BYTES || in[1] || in[2] || in[3])
		return 0;
	if (in[0] == KVP_REGISTER || in[0] == KVP_REGISTER_OLD)
		return in[0];
	return 0;
}

void kvp_register_answer(u32 kind, const char *version, u8 *out)
{
	u32 n = 0;

	memset(out, 0, KVP_DAEMON_BYTES);
	out[0] = (u8)kind;
	while (version[n] && n < KVP_KEY_BYTES - 1) {
		out[KVP_AT_VERSION + n] = (u8)version[n];
		n++;
	}
}
