// SPDX-License-Identifier: GPL-2.0-only
/* Tests of what goes between host and daemons: text, data exchange, backup, file copy. */
/* sources: src/utils/text.c src/utils/kvp_msg.c src/utils/vss_msg.c src/utils/fcopy_msg.c */
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <hyperv/ic_proto.h>
#include "utils/fcopy_msg.h"
#include "utils/kvp_msg.h"
#include "utils/text.h"
#include "utils/vss_msg.h"

/* Memory of exactly @len bytes, so that the sanitizer sees every step beyond it. */
static u8 *bytes(u32 len)
{
	u8 *p = calloc(1, len ? len : 1);

	assert_non_null(p);
	return p;
}

/* ASCII into a UTF-16 field. */
static void wide(u8 *to, const char *text)
{
	for (; *text; text++, to += 2)
		to[0] = (u8)*text;
}

/* -------- text -------- */

static void test_text_from_host(void **state)
{
	static const u8 in[] = {
		'A', 0, 0xe9, 0, 0xac, 0x20, 0x3d, 0xd8, 0x00, 0xde, 0, 0, 'x', 0
	};
	u8 out[16];

	(void)state;
	assert_int_equal(text_from_host(in, sizeof(in), out, sizeof(out)), 10);
	assert_string_equal(out, "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80");
	/* ends at the field's end, too; an odd byte is not read */
	assert_int_equal(text_from_host(in, 3, out, sizeof(out)), 1);
	assert_string_equal(out, "A");
	assert_int_equal(text_from_host(in, 0, out, sizeof(out)), 0);
	/* room: text and terminator */
	assert_int_equal(text_from_host(in, sizeof(in), out, 11), 10);
	assert_int_equal(text_from_host(in, sizeof(in), out, 10), -E2BIG);
	assert_int_equal(out[0], 0);
	assert_int_equal(text_from_host(in, sizeof(in), out, 1), -E2BIG);
}

static void test_text_from_host_strict(void **state)
{
	static const u8 bad[][8] = {
		{ 'A', 0, 0x00, 0xd8, 0, 0 },			/* high, then the end */
		{ 'A', 0, 0x00, 0xd8, 'B', 0 },			/* high, then a letter */
		{ 'A', 0, 0x00, 0xdc, 'B', 0 },			/* low alone */
		{ 'A', 0, 0x00, 0xd8, 0x00, 0xd8, 0, 0xdc },	/* two high ones */
	};
	u8 out[16];
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		memset(out, 0xaa, sizeof(out));
		assert_int_equal(text_from_host(bad[i], 8, out, sizeof(out)), -EILSEQ);
		assert_int_equal(out[0], 0);
	}
	/* the field ends within a pair */
	assert_int_equal(text_from_host(bad[0], 4, out, sizeof(out)), -EILSEQ);
	assert_int_equal(text_from_host(bad[0], 5, out, sizeof(out)), -EILSEQ);
}

static u16 unit(const u8 *p, u32 i)
{
	return get_unaligned_le16(p + 2 * i);
}

static void test_text_to_host(void **state)
{
	u8 out[32];

	(void)state;
	assert_int_equal(text_to_host((const u8 *)"A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80", 64, out, sizeof(out)), 12);
	assert_int_equal(unit(out, 0), 'A');
	assert_int_equal(unit(out, 1), 0xe9);
	assert_int_equal(unit(out, 2), 0x20ac);
	assert_int_equal(unit(out, 3), 0xd83d);
	assert_int_equal(unit(out, 4), 0xde00);
	assert_int_equal(unit(out, 5), 0);
	/* cut between characters, terminated */
	assert_int_equal(text_to_host((const u8 *)"A\xf0\x9f\x98\x80", 8, out, 6), 4);
	assert_int_equal(text_to_host((const u8 *)"ABC", 3, out, 4), 4);
	assert_int_equal(unit(out, 1), 0);
	assert_int_equal(text_to_host((const u8 *)"ABC", 3, out, 2), 2);
	assert_int_equal(text_to_host((const u8 *)"ABC", 0, out, 32), 2);
}

static void test_text_to_host_lenient(void **state)
{
	static const char *const bad[] = {
		"\xff", "\xc3", "\xc0\x80", "\xe2\x82", "\xe0\x80\x80", "\xed\xa0\x80",
		"\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\x80",
	};
	u8 out[32], *in;
	u32 i, n;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		n = (u32)strlen(bad[i]);
		in = bytes(n + 1);
		memcpy(in, bad[i], n);
		in[n] = 'Z';
		assert_int_equal(text_to_host(in, n + 1, out, sizeof(out)), 2 * (n + 2));
		assert_int_equal(unit(out, 0), 0xfffd);
		assert_int_equal(unit(out, n), 'Z');
		free(in);
		/* the field ends in the middle of a character */
		in = bytes(n);
		memcpy(in, bad[i], n);
		text_to_host(in, n, out, sizeof(out));
		assert_int_equal(unit(out, 0), 0xfffd);
		free(in);
	}
}

/* Every character goes there and back. */
static void test_text_round_trip(void **state)
{
	u8 in[6], mid[8], out[8];
	u32 c;
	int n;

	(void)state;
	for (c = 1; c < 0x110000; c += c < 0x900 ? 1 : 61) {
		if (c >= 0xd800 && c < 0xe000)
			continue;
		memset(in, 0, sizeof(in));
		if (c < 0x10000) {
			put_unaligned_le16((u16)c, in);
		} else {
			put_unaligned_le16((u16)(0xd800 + ((c - 0x10000) >> 10)), in);
			put_unaligned_le16((u16)(0xdc00 + ((c - 0x10000) & 0x3ff)), in + 2);
		}
		n = text_from_host(in, sizeof(in), mid, sizeof(mid));
		assert_in_range(n, 1, 4);
		assert_int_equal(text_to_host(mid, sizeof(mid), out, sizeof(in)), c < 0x10000 ? 4 : 6);
		assert_memory_equal(in, out, sizeof(in));
	}
}

/* -------- data exchange -------- */

static u8 *kvp_set(const char *key, u32 type, u32 value_size)
{
	u8 *b = bytes(KVP_LEN_VALUE);

	b[0] = KVP_SET;
	put_unaligned_le32(type, b + 4);
	put_unaligned_le32(2 * ((u32)strlen(key) + 1), b + 8);
	put_unaligned_le32(value_size, b + 12);
	wide(b + 16, key);
	return b;
}

static void test_kvp_lengths(void **state)
{
	static const struct {
		u8 operation;
		u32 need;
	} ops[] = {
		{ KVP_GET, 2576 }, { KVP_SET, 2576 }, { KVP_DELETE, 520 }, { KVP_ENUMERATE, 2580 },
		{ KVP_GET_IP, 7428 }, { KVP_SET_IP, 7428 },
	};
	u32 i, len;
	u8 *b;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(ops); i++)
		for (len = 0; len <= ops[i].need; len++) {
			b = bytes(len);
			if (len)
				b[0] = ops[i].operation;
			/* a legal key size where there is room for one */
			if (len >= 12)
				b[ops[i].operation == KVP_DELETE ? 4 : 8] = 4;
			assert_int_equal(kvp_check(b, len),
					 len < ops[i].need ? IC_STATUS_BAD_ARGUMENT : IC_STATUS_OK);
			free(b);
		}
	b = bytes(8192);
	b[0] = 6;
	assert_int_equal(kvp_check(b, 8192), IC_STATUS_NOT_SUPPORTED);
	b[0] = 255;
	assert_int_equal(kvp_check(b, 8192), IC_STATUS_NOT_SUPPORTED);
	free(b);
}

static void test_kvp_sizes(void **state)
{
	static const u32 bad_keys[] = { 0, 1, 3, 513, 514, 0x80000000u, 0xffffffffu };
	u8 *b = kvp_set("k", KVP_TYPE_STRING, 4);
	u32 i;

	(void)state;
	assert_int_equal(kvp_check(b, KVP_LEN_VALUE), IC_STATUS_OK);
	b[1] = 4;
	assert_int_equal(kvp_check(b, KVP_LEN_VALUE), IC_STATUS_OK);
	b[1] = 5;
	assert_int_equal(kvp_check(b, KVP_LEN_VALUE), IC_STATUS_BAD_ARGUMENT);
	b[1] = 0;
	for (i = 0; i < ARRAY_SIZE(bad_keys); i++) {
		put_unaligned_le32(bad_keys[i], b + 8);
		assert_int_equal(kvp_check(b, KVP_LEN_VALUE), IC_STATUS_BAD_ARGUMENT);
	}
	put_unaligned_le32(512, b + 8);
	assert_int_equal(kvp_check(b, KVP_LEN_VALUE), IC_STATUS_OK);
	put_unaligned_le32(2048, b + 12);
	assert_int_equal(kvp_check(b, KVP_LEN_VALUE), IC_STATUS_OK);
	put_unaligned_le32(2049, b + 12);
	assert_int_equal(kvp_check(b, KVP_LEN_VALUE), IC_STATUS_BAD_ARGUMENT);
	put_unaligned_le32(0xffffffff, b + 12);
	assert_int_equal(kvp_check(b, KVP_LEN_VALUE), IC_STATUS_BAD_ARGUMENT);
	free(b);
}

static void test_kvp_set(void **state)
{
	static const struct {
		u32 type, size;
		u64 number;
		const char *text;
	} numbers[] = {
		{ KVP_TYPE_U32, 4, 0, "0" }, { KVP_TYPE_U32, 4, 4294967295u, "4294967295" },
		{ KVP_TYPE_U64, 8, 10000, "10000" }, { KVP_TYPE_U64, 8, ~0ULL, "18446744073709551615" },
		{ KVP_TYPE_U64_LINUX, 8, 1ULL << 63, "9223372036854775808" },
		{ KVP_TYPE_U64, 8, 99999999, "99999999" },
	};
	u8 *out = bytes(KVP_DAEMON_BYTES), *b = kvp_set("name", KVP_TYPE_STRING, 8);
	u32 i;

	(void)state;
	wide(b + 528, "abc");
	b[1] = 3;
	assert_int_equal(kvp_to_daemon(b, out), IC_STATUS_OK);
	assert_int_equal(out[0], KVP_SET);
	assert_int_equal(out[1], 3);
	assert_int_equal(get_unaligned_le32(out + 8), 5);
	assert_int_equal(get_unaligned_le32(out + 12), 4);
	assert_string_equal(out + 16, "name");
	assert_string_equal(out + 528, "abc");
	/* the size bounds what is read */
	put_unaligned_le32(4, b + 12);
	assert_int_equal(kvp_to_daemon(b, out), IC_STATUS_OK);
	assert_string_equal(out + 528, "ab");
	free(b);

	for (i = 0; i < ARRAY_SIZE(numbers); i++) {
		b = kvp_set("n", numbers[i].type, numbers[i].size);
		put_unaligned_le64(numbers[i].number, b + 528);
		assert_int_equal(kvp_to_daemon(b, out), IC_STATUS_OK);
		assert_string_equal(out + 528, numbers[i].text);
		assert_int_equal(get_unaligned_le32(out + 12), strlen(numbers[i].text) + 1);
		put_unaligned_le32(numbers[i].size - 1, b + 12);
		assert_int_equal(kvp_to_daemon(b, out), IC_STATUS_BAD_ARGUMENT);
		free(b);
	}
	b = kvp_set("n", 3, 8);
	assert_int_equal(kvp_to_daemon(b, out), IC_STATUS_BAD_ARGUMENT);
	free(b);
	b = kvp_set("", KVP_TYPE_STRING, 8);
	assert_int_equal(kvp_to_daemon(b, out), IC_STATUS_BAD_ARGUMENT);
	free(b);
	free(out);
}

/* What a daemon says arrives at the host; failures, good and odd ones, too. */
static void test_kvp_from_daemon(void **state)
{
	u8 *in = bytes(KVP_DAEMON_BYTES), *b = bytes(KVP_LEN_ENUM);

	(void)state;
	b[0] = KVP_ENUMERATE;
	put_unaligned_le32(0x7fffffff, b + 4);
	assert_int_equal(kvp_to_daemon(b, in), IC_STATUS_OK);
	put_unaligned_le32(0x80000000, b + 4);
	assert_int_equal(kvp_to_daemon(b, in), IC_STATUS_NO_MORE_ITEMS);
	memset(in, 0, KVP_DAEMON_BYTES);
	put_unaligned_le32(7, b + 4);
	strcpy((char *)in + 20, "key");
	strcpy((char *)in + 532, "value");
	assert_int_equal(kvp_from_daemon(in, false, b), IC_STATUS_OK);
	assert_int_equal(get_unaligned_le32(b + 4), 7);
	assert_int_equal(get_unaligned_le32(b + 8), KVP_TYPE_STRING);
	assert_int_equal(get_unaligned_le32(b + 12), 8);
	assert_int_equal(get_unaligned_le32(b + 16), 12);
	assert_int_equal(b[20], 'k');
	assert_int_equal(b[532], 'v');
	/* fields without any terminator */
	memset(in + 20, 'x', 512 + 2048);
	assert_int_equal(kvp_from_daemon(in, false, b), IC_STATUS_OK);
	assert_int_equal(get_unaligned_le32(b + 12), 512);
	assert_int_equal(get_unaligned_le32(b + 16), 2048);
	put_unaligned_le32(IC_STATUS_NO_MORE_ITEMS, in);
	assert_int_equal(kvp_from_daemon(in, false, b), IC_STATUS_NO_MORE_ITEMS);
	put_unaligned_le32(5, in);
	assert_int_equal(kvp_from_daemon(in, false, b), IC_STATUS_FAIL);
	/* the old way */
	assert_int_equal(kvp_from_daemon(in, true, b), IC_STATUS_OK);
	in[20] = 0;
	assert_int_equal(kvp_from_daemon(in, true, b), IC_STATUS_NO_MORE_ITEMS);
	free(b);

	put_unaligned_le32(0, in);
	strcpy((char *)in + 528, "got");
	b = bytes(KVP_LEN_VALUE);
	b[0] = KVP_GET;
	assert_int_equal(kvp_from_daemon(in, false, b), IC_STATUS_OK);
	assert_int_equal(b[528], 'g');
	assert_int_equal(get_unaligned_le32(b + 12), 8);
	free(b);
	free(in);
}

static void test_kvp_ip(void **state)
{
	u8 *out = bytes(KVP_DAEMON_BYTES), *b = bytes(KVP_LEN_IP);

	(void)state;
	b[0] = KVP_SET_IP;
	assert_int_equal(kvp_to_daemon(b, out), IC_STATUS_BAD_ARGUMENT);
	wide(b + 2, "{guid}");
	b[258] = 3;
	b[259] = 1;
	wide(b + 260, "10.0.0.1;10.0.0.2");
	wide(b + 2308, "255.0.0.0");
	wide(b + 4356, "10.0.0.254");
	wide(b + 5380, "10.0.0.53");
	assert_int_equal(kvp_check(b, KVP_LEN_IP), IC_STATUS_OK);
	assert_true(kvp_is_ip(b));
	assert_int_equal(kvp_to_daemon(b, out), IC_STATUS_OK);
	assert_string_equal(out + 4, "{guid}");
	assert_int_equal(out[260], 3);
	assert_int_equal(out[261], 1);
	assert_string_equal(out + 262, "10.0.0.1;10.0.0.2");
	assert_string_equal(out + 2310, "255.0.0.0");
	assert_string_equal(out + 4358, "10.0.0.254");
	assert_string_equal(out + 5382, "10.0.0.53");
	/* and back */
	put_unaligned_le32(0, out);
	memset(b, 0, KVP_LEN_IP);
	b[0] = KVP_GET_IP;
	assert_int_equal(kvp_from_daemon(out, false, b), IC_STATUS_OK);
	assert_int_equal(b[258], 3);
	assert_int_equal(b[260], '1');
	assert_int_equal(b[262], '0');
	assert_int_equal(b[5380], '1');
	/* a lone surrogate in any list */
	b[0] = KVP_SET_IP;
	b[5381] = 0xdc;
	assert_int_equal(kvp_to_daemon(b, out), IC_STATUS_BAD_ARGUMENT);
	free(b);
	free(out);
}

static void test_kvp_registration(void **state)
{
	u8 *in = bytes(KVP_DAEMON_BYTES);

	(void)state;
	in[0] = KVP_REGISTER;
	assert_int_equal(kvp_registration(in, KVP_DAEMON_BYTES), KVP_REGISTER);
	assert_int_equal(kvp_registration(in, KVP_DAEMON_BYTES - 1), 0);
	in[3] = 0x80;
	assert_int_equal(kvp_registration(in, KVP_DAEMON_BYTES), 0);
	in[3] = 0;
	in[0] = KVP_REGISTER_OLD;
	assert_int_equal(kvp_registration(in, KVP_DAEMON_BYTES), KVP_REGISTER_OLD);
	in[0] = 0;
	assert_int_equal(kvp_registration(in, KVP_DAEMON_BYTES), 0);
	kvp_register_answer(KVP_REGISTER, "1.2.3", in);
	assert_int_equal(in[0], KVP_REGISTER);
	assert_string_equal(in + 4, "1.2.3");
	free(in);
}

/* -------- backup -------- */

static void test_vss(void **state)
{
	u8 body[12], in[12];
	u32 status, len, op;

	(void)state;
	for (len = 0; len < 12; len++) {
		u8 *b = bytes(len);

		if (len)
			b[0] = VSS_FREEZE;
		assert_int_equal(vss_check(b, len, &status), VSS_ANSWER);
		assert_int_equal(status, IC_STATUS_BAD_ARGUMENT);
		free(b);
	}
	for (op = 0; op < 256; op++) {
		memset(body, 0xee, sizeof(body));
		body[0] = (u8)op;
		if (op == VSS_HOT_BACKUP || op == VSS_FREEZE || op == VSS_THAW) {
			assert_int_equal(vss_check(body, 12, &status), VSS_ASK);
			continue;
		}
		assert_int_equal(vss_check(body, 12, &status), VSS_ANSWER);
		assert_int_equal(status, op < 8 ? IC_STATUS_OK : IC_STATUS_NOT_SUPPORTED);
		assert_int_equal(get_unaligned_le32(body + 8), op == VSS_DM_INFO ? 0 : 0xeeeeeeee);
	}
	vss_to_daemon(VSS_THAW, in);
	assert_int_equal(in[0], VSS_THAW);
	assert_int_equal(in[11], 0);
	memset(in, 0, sizeof(in));
	body[0] = VSS_HOT_BACKUP;
	assert_int_equal(vss_from_daemon(in, body, 12), IC_STATUS_OK);
	assert_int_equal(get_unaligned_le32(body + 8), VSS_NO_AUTO_RECOVERY);
	put_unaligned_le32(0x80004005, in);
	assert_int_equal(vss_from_daemon(in, body, 12), 0x80004005);
	put_unaligned_le32(1, in);
	assert_int_equal(vss_from_daemon(in, body, 12), IC_STATUS_FAIL);
	put_unaligned_le32(129, in);
	assert_int_equal(vss_registration(in, 12), VSS_REGISTER);
	assert_int_equal(vss_registration(in, 11), 0);
	put_unaligned_le32(128, in);
	assert_int_equal(vss_registration(in, 12), VSS_REGISTER_OLD);
	put_unaligned_le32(0x80000080, in);
	assert_int_equal(vss_registration(in, 12), 0);
}

/* -------- file copy -------- */

static u32 fcopy_begin(const char *name, const char *path, u8 *out)
{
	u8 *b = bytes(1088);
	u32 len = 0, status;

	wide(b + 36, name);
	wide(b + 556, path);
	put_unaligned_le32(3, b + 1076);
	put_unaligned_le64(5000000000ULL, b + 1080);
	assert_int_equal(fcopy_check(b, 1088), IC_STATUS_OK);
	assert_int_equal(fcopy_check(b, 1087), IC_STATUS_BAD_ARGUMENT);
	status = fcopy_to_daemon(b, out, &len);
	assert_int_equal(len, 1088);
	free(b);
	return status;
}

static void test_fcopy_start(void **state)
{
	static const char *const bad[][2] = {
		{ "", "/tmp/" }, { ".", "/tmp/" }, { "..", "/tmp/" }, { "a/b", "/tmp/" }, { "../x", "/tmp/" },
		{ "x", "/tmp/../etc" }, { "x", ".." }, { "x", "../tmp" }, { "x", "/tmp/.." }, { "/", "/" },
	};
	static const char *const good[][2] = {
		{ "x", "/tmp/" }, { "..x", "/tmp/" }, { "x..", "/a..b/..c/" }, { "...", "/.../" }, { "x", "" },
	};
	u8 *out = bytes(FCOPY_DAEMON_BYTES);
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		assert_int_equal(fcopy_begin(bad[i][0], bad[i][1], out), IC_STATUS_BAD_ARGUMENT);
	for (i = 0; i < ARRAY_SIZE(good); i++) {
		assert_int_equal(fcopy_begin(good[i][0], good[i][1], out), IC_STATUS_OK);
		assert_string_equal(out + 36, good[i][0]);
		assert_string_equal(out + 556, good[i][1]);
		assert_int_equal(get_unaligned_le32(out + 1076), 3);
		assert_int_equal(get_unaligned_le64(out + 1080), 5000000000ULL);
	}
	free(out);
}

static u32 fcopy_piece(u64 offset, u32 size, u32 len)
{
	u8 *b = bytes(len), *out;
	u32 status, out_len = 0;

	put_unaligned_le32(FCOPY_WRITE, b);
	put_unaligned_le64(offset, b + 40);
	put_unaligned_le32(size, b + 48);
	status = fcopy_check(b, len);
	if (status == IC_STATUS_OK) {
		out = bytes(FCOPY_DAEMON_BYTES);
		assert_int_equal(fcopy_to_daemon(b, out, &out_len), IC_STATUS_OK);
		assert_int_equal(out_len, 6196);
		assert_memory_equal(out, b, 52 + size);
		free(out);
	}
	free(b);
	return status;
}

static void test_fcopy_write(void **state)
{
	(void)state;
	assert_int_equal(fcopy_piece(0, 6144, 6196), IC_STATUS_OK);
	assert_int_equal(fcopy_piece(0, 6144, 6200), IC_STATUS_OK);
	assert_int_equal(fcopy_piece(0, 0, 52), IC_STATUS_OK);
	assert_int_equal(fcopy_piece(0, 100, 152), IC_STATUS_OK);
	assert_int_equal(fcopy_piece(0, 101, 152), IC_STATUS_BAD_ARGUMENT);
	assert_int_equal(fcopy_piece(0, 6145, 8192), IC_STATUS_BAD_ARGUMENT);
	assert_int_equal(fcopy_piece(0, 0xffffffff, 6196), IC_STATUS_BAD_ARGUMENT);
	assert_int_equal(fcopy_piece(1ULL << 62, 6144, 6196), IC_STATUS_OK);
	assert_int_equal(fcopy_piece(~0ULL, 1, 6196), IC_STATUS_BAD_ARGUMENT);
	assert_int_equal(fcopy_piece(1ULL << 63, 1, 6196), IC_STATUS_BAD_ARGUMENT);
}

static void test_fcopy_others(void **state)
{
	u8 b[64] = { 0 }, *out = bytes(FCOPY_DAEMON_BYTES);
	u32 len;

	(void)state;
	for (len = 0; len < 36; len++)
		assert_int_equal(fcopy_check(b, len), IC_STATUS_BAD_ARGUMENT);
	b[0] = FCOPY_COMPLETE;
	assert_int_equal(fcopy_check(b, 36), IC_STATUS_OK);
	assert_int_equal(fcopy_to_daemon(b, out, &len), IC_STATUS_OK);
	assert_int_equal(len, 36);
	assert_int_equal(out[0], FCOPY_COMPLETE);
	b[0] = 4;
	assert_int_equal(fcopy_check(b, 64), IC_STATUS_NOT_SUPPORTED);
	b[0] = FCOPY_WRITE;
	assert_int_equal(fcopy_check(b, 51), IC_STATUS_BAD_ARGUMENT);
	assert_int_equal(fcopy_cancel(out), 36);
	assert_int_equal(fcopy_operation(out), FCOPY_CANCEL);
	free(out);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_from_host),
		cmocka_unit_test(test_text_from_host_strict),
		cmocka_unit_test(test_text_to_host),
		cmocka_unit_test(test_text_to_host_lenient),
		cmocka_unit_test(test_text_round_trip),
		cmocka_unit_test(test_kvp_lengths),
		cmocka_unit_test(test_kvp_sizes),
		cmocka_unit_test(test_kvp_set),
		cmocka_unit_test(test_kvp_from_daemon),
		cmocka_unit_test(test_kvp_ip),
		cmocka_unit_test(test_kvp_registration),
		cmocka_unit_test(test_vss),
		cmocka_unit_test(test_fcopy_start),
		cmocka_unit_test(test_fcopy_write),
		cmocka_unit_test(test_fcopy_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
