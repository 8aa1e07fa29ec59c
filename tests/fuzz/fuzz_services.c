// SPDX-License-Identifier: GPL-2.0-only
/* Fuzz target: bodies of data exchange, backup and file copy, from the host and from a daemon. */
/* sources: src/utils/text.c src/utils/kvp_msg.c src/utils/vss_msg.c src/utils/fcopy_msg.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <hyperv/ic_proto.h>
#include "utils/fcopy_msg.h"
#include "utils/kvp_msg.h"
#include "utils/text.h"
#include "utils/vss_msg.h"

static void must(int condition)
{
	if (!condition)
		abort();
}

/* Exactly @size bytes, so that one byte too far is seen; zeros behind what there is. */
static u8 *copy(const uint8_t *data, size_t have, size_t size)
{
	u8 *p = calloc(1, size ? size : 1);

	must(p != NULL);
	memcpy(p, data, have < size ? have : size);
	return p;
}

static void terminated(const u8 *field, u32 bytes)
{
	must(memchr(field, 0, bytes) != NULL);
}

static void size_ok(const u8 *size, const u8 *field, u32 bytes)
{
	u32 n = get_unaligned_le32(size);

	must(n >= 2 && n <= bytes && !(n & 1));
	must(!field[n - 2] && !field[n - 1]);
}

static void kvp(const uint8_t *data, size_t len)
{
	u8 *body = copy(data, len, len), *out, *in;
	u32 kind;

	if (kvp_check(body, (u32)len) == IC_STATUS_OK) {
		must(len >= 520);
		out = calloc(1, KVP_DAEMON_BYTES);
		must(out != NULL);
		if (kvp_to_daemon(body, out) == IC_STATUS_OK) {
			must(out[0] == body[0]);
			switch (body[0]) {
			case KVP_GET:
			case KVP_SET:
				terminated(out + 16, KVP_KEY_BYTES);
				must(out[16] && get_unaligned_le32(out + 8) == strlen((char *)out + 16) + 1);
				if (body[0] == KVP_SET) {
					terminated(out + 528, KVP_VALUE_BYTES);
					must(get_unaligned_le32(out + 12) == strlen((char *)out + 528) + 1);
				}
				break;
			case KVP_DELETE:
				terminated(out + 8, KVP_KEY_BYTES);
				must(out[8]);
				break;
			case KVP_GET_IP:
			case KVP_SET_IP:
				terminated(out + 4, 256);
				terminated(out + 262, 2048);
				terminated(out + 2310, 2048);
				terminated(out + 4358, 1024);
				terminated(out + 5382, 2048);
				break;
			}
		}
		/* the same bytes as what a daemon would write */
		in = copy(data + len / 2, len - len / 2, KVP_DAEMON_BYTES);
		kind = kvp_from_daemon(in, len & 1, body);
		must(kind == IC_STATUS_OK || (kind & IC_STATUS_FAILURE_BIT));
		if (kind == IC_STATUS_OK && body[0] == KVP_ENUMERATE) {
			size_ok(body + 12, body + 20, KVP_KEY_BYTES);
			size_ok(body + 16, body + 532, KVP_VALUE_BYTES);
		}
		if (kind == IC_STATUS_OK && body[0] == KVP_GET)
			size_ok(body + 12, body + 528, KVP_VALUE_BYTES);
		free(in);
		free(out);
	}
	kind = kvp_registration(body, (u32)len);
	must(!kind || len == KVP_DAEMON_BYTES);
	free(body);
}

static void vss(const uint8_t *data, size_t len)
{
	u8 *body = copy(data, len, len), *in = copy(data, len, VSS_DAEMON_BYTES);
	u32 status = IC_STATUS_OK;

	if (vss_check(body, (u32)len, &status) == VSS_ASK) {
		must(len >= VSS_DAEMON_BYTES);
		status = vss_from_daemon(in, body, (u32)len);
		must(status == IC_STATUS_OK || (status & IC_STATUS_FAILURE_BIT));
	}
	must(!vss_registration(body, (u32)len) || len == VSS_DAEMON_BYTES);
	free(in);
	free(body);
}

static void fcopy(const uint8_t *data, size_t len)
{
	u8 *body = copy(data, len, len), *out;
	u32 out_len = 0, status;

	if (fcopy_check(body, (u32)len) == IC_STATUS_OK) {
		out = calloc(1, FCOPY_DAEMON_BYTES);
		must(out != NULL);
		status = fcopy_to_daemon(body, out, &out_len);
		must(out_len <= FCOPY_DAEMON_BYTES);
		if (status == IC_STATUS_OK && fcopy_operation(body) == FCOPY_START) {
			terminated(out + 36, FCOPY_NAME_BYTES);
			terminated(out + 556, FCOPY_NAME_BYTES);
			must(out[36] && !strchr((char *)out + 36, '/'));
			must(strcmp((char *)out + 36, "..") && !strstr((char *)out + 556, "/../"));
		}
		free(out);
	}
	free(body);
}

/* Whatever a daemon's text is, the host's becomes well-formed and comes back the same. */
static void text(const uint8_t *data, size_t len)
{
	u8 *in = copy(data, len, len), wide[512], utf8[1024], again[512];
	u32 n = text_to_host(in, (u32)len, wide, sizeof(wide));

	must(n >= 2 && n <= sizeof(wide));
	must(text_from_host(wide, sizeof(wide), utf8, sizeof(utf8)) >= 0);
	must(text_to_host(utf8, sizeof(utf8), again, sizeof(again)) == n);
	must(!memcmp(wide, again, sizeof(wide)));
	(void)text_from_host(in, (u32)len, utf8, 16);
	free(in);
}

/* Input: one byte that chooses the service, then the message. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const u32 full[] = { 7428, 32, 6196, 64 };
	size_t len;
	u8 *padded;

	if (!size)
		return 0;
	len = size - 1;
	/* Whole messages are long: let the fuzzer write their beginning only. */
	if ((data[0] & 4) && len < full[data[0] & 3])
		len = full[data[0] & 3];
	padded = copy(data + 1, size - 1, len);
	switch (data[0] & 3) {
	case 0:
		kvp(padded, len);
		break;
	case 1:
		vss(padded, len);
		break;
	case 2:
		fcopy(padded, len);
		break;
	case 3:
		text(padded, len);
		break;
	}
	free(padded);
	return 0;
}
