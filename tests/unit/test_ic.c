// SPDX-License-Identifier: GPL-2.0-only
/* Tests of the integration components' messages: checks, negotiation, bodies. */
/* sources: src/utils/ic.c */
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "utils/ic.h"

static const u32 versions[] = {
	IC_VERSION(4, 0), IC_VERSION(3, 0), IC_VERSION(1, 0)
};

static const struct ic_protocol protocol = {
	IC_TYPE_TIMESYNC, versions, ARRAY_SIZE(versions)
};

/*
 * A message of exactly @body_len body bytes in memory of its own, so that the
 * sanitizer sees every step beyond it.
 */
static u8 *message(u16 type, u32 body_len)
{
	u32 len = IC_ENVELOPE + body_len;
	u8 *p = calloc(1, len);

	assert_non_null(p);
	put_unaligned_le32(1, p);
	put_unaligned_le32(len - 8, p + 4);
	put_unaligned_le16(3, p + 8);
	put_unaligned_le16(type, p + 12);
	put_unaligned_le16(4, p + 14);
	put_unaligned_le16((u16)body_len, p + 18);
	put_unaligned_le32(0x1234, p + 20);
	p[24] = 0x77;
	p[25] = IC_FLAG_TRANSACTION | IC_FLAG_REQUEST;
	return p;
}

/* A negotiation with the versions given as major * 100 + minor, frameworks first. */
static u8 *offer(u32 fw_count, u32 msg_count, const unsigned int *v, u32 *len)
{
	u32 i, n = fw_count + msg_count;
	u8 *p = message(IC_TYPE_NEGOTIATE, 8 + 4 * n);

	put_unaligned_le16((u16)fw_count, p + 28);
	put_unaligned_le16((u16)msg_count, p + 30);
	for (i = 0; i < n; i++) {
		put_unaligned_le16((u16)(v[i] / 100), p + 36 + 4 * i);
		put_unaligned_le16((u16)(v[i] % 100), p + 38 + 4 * i);
	}
	*len = IC_ENVELOPE + 8 + 4 * n;
	return p;
}

static u32 status_of(const u8 *p)
{
	return get_unaligned_le32(p + 20);
}

static void assert_answer(const u8 *p, u32 status)
{
	assert_int_equal(status_of(p), status);
	assert_int_equal(p[25], IC_FLAG_TRANSACTION | IC_FLAG_RESPONSE);
	assert_int_equal(p[24], 0x77);
}

static void negotiate_case(u32 nf, u32 nm, const unsigned int *v, u32 fw,
			   u32 msg)
{
	struct ic_session s = { 0x12345, 0x54321 };
	struct ic_message m;
	u32 len;
	u8 *p = offer(nf, nm, v, &len);

	assert_int_equal(ic_receive(p, len, &protocol, &s, &m), IC_NEGOTIATED);
	assert_answer(p, IC_STATUS_OK);
	assert_int_equal(s.framework, fw);
	assert_int_equal(s.message, msg);
	assert_int_equal(get_unaligned_le16(p + 28), msg ? 1 : 0);
	assert_int_equal(get_unaligned_le16(p + 30), msg ? 1 : 0);
	if (len >= 44) {
		assert_int_equal(get_unaligned_le16(p + 18), 16);
		assert_int_equal(get_unaligned_le16(p + 36), fw >> 16);
		assert_int_equal(get_unaligned_le16(p + 38), fw & 0xffff);
		assert_int_equal(get_unaligned_le16(p + 40), msg >> 16);
		assert_int_equal(get_unaligned_le16(p + 42), msg & 0xffff);
	}
	free(p);
}

static void test_negotiate_picks_newest(void **state)
{
	static const unsigned int ascending[] = { 100, 300, 100, 300, 400 };
	static const unsigned int descending[] = { 300, 100, 400, 300, 100 };
	static const unsigned int mixed[] = { 300, 100, 300, 400, 100, 500 };
	static const unsigned int newer[] = { 500, 300, 600, 500, 300 };
	static const unsigned int minor[] = { 301, 300, 401, 300 };
	static const unsigned int oldest[] = { 100, 100 };

	(void)state;
	negotiate_case(2, 3, ascending, 0x30000, 0x40000);
	negotiate_case(2, 3, descending, 0x30000, 0x40000);
	negotiate_case(2, 4, mixed, 0x30000, 0x40000);
	negotiate_case(2, 3, newer, 0x30000, 0x30000);
	negotiate_case(2, 2, minor, 0x30000, 0x30000);
	negotiate_case(1, 1, oldest, 0x10000, 0x10000);
}

static void test_negotiate_nothing_in_common(void **state)
{
	static const unsigned int unknown_message[] = { 300, 700, 200 };
	static const unsigned int unknown_framework[] = { 900, 300 };
	static const unsigned int one[] = { 300 };

	(void)state;
	negotiate_case(1, 2, unknown_message, 0, 0);
	negotiate_case(1, 1, unknown_framework, 0, 0);
	negotiate_case(0, 0, one, 0, 0);
	negotiate_case(1, 0, one, 0, 0);
	negotiate_case(0, 1, one, 0, 0);
}

/* Frameworks must not be taken for message versions or the other way round. */
static void test_negotiate_lists_are_apart(void **state)
{
	static const unsigned int v[] = { 100, 400, 300 };

	(void)state;
	negotiate_case(2, 1, v, 0x10000, 0x30000);
}

static void test_negotiate_wrong_counts(void **state)
{
	static const struct { u16 fw, msg; u32 body; } c[] = {
		{ 1, 1, 15 }, { 1, 1, 12 }, { 1, 1, 8 }, { 2, 3, 20 },
		{ 101, 1, 8 + 4 * 102 }, { 1, 101, 8 + 4 * 102 },
		{ 0xffff, 0xffff, 400 }, { 0xffff, 1, 16 }, { 1, 0xffff, 16 },
		{ 0x8000, 0x8000, 16 }, { 100, 100, 8 + 4 * 199 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(c); i++) {
		struct ic_session s = { 0x30000, 0x40000 };
		struct ic_message m;
		u8 *p = message(IC_TYPE_NEGOTIATE, c[i].body);

		put_unaligned_le16(c[i].fw, p + 28);
		put_unaligned_le16(c[i].msg, p + 30);
		assert_int_equal(ic_receive(p, IC_ENVELOPE + c[i].body,
					    &protocol, &s, &m), IC_ANSWER);
		assert_answer(p, IC_STATUS_BAD_ARGUMENT);
		assert_int_equal(get_unaligned_le32(p + 28), 0);
		/* the session goes on */
		assert_int_equal(s.framework, 0x30000);
		assert_int_equal(s.message, 0x40000);
		free(p);
	}
}

static void test_negotiate_short_body(void **state)
{
	u32 body;

	(void)state;
	for (body = 0; body < 8; body++) {
		struct ic_session s = { 0x30000, 0x40000 };
		struct ic_message m;
		u8 *p = message(IC_TYPE_NEGOTIATE, body);

		assert_int_equal(ic_receive(p, IC_ENVELOPE + body, &protocol,
					    &s, &m), IC_ANSWER);
		assert_answer(p, IC_STATUS_BAD_ARGUMENT);
		assert_int_equal(s.message, 0x40000);
		free(p);
	}
}

static void test_negotiate_full_lists(void **state)
{
	unsigned int v[200];
	int i;

	(void)state;
	for (i = 0; i < 200; i++)
		v[i] = 5000 + i;
	v[99] = 300;
	v[199] = 400;
	negotiate_case(100, 100, v, 0x30000, 0x40000);
}

static void test_requests_need_a_session(void **state)
{
	struct ic_session s = { 0, 0 };
	struct ic_message m;
	u8 *p = message(IC_TYPE_TIMESYNC, 22);

	(void)state;
	assert_int_equal(ic_receive(p, IC_ENVELOPE + 22, &protocol, &s, &m),
			 IC_ANSWER);
	assert_answer(p, IC_STATUS_NOT_CONNECTED);
	free(p);

	s.framework = 0x30000;
	s.message = 0x40000;
	p = message(IC_TYPE_TIMESYNC, 22);
	assert_int_equal(ic_receive(p, IC_ENVELOPE + 22, &protocol, &s, &m),
			 IC_REQUEST);
	assert_int_equal(m.body_len, 22);
	assert_ptr_equal(m.body, p + 28);
	/* untouched until the component has handled it */
	assert_int_equal(p[25], IC_FLAG_TRANSACTION | IC_FLAG_REQUEST);
	ic_finish(&m, IC_STATUS_FAIL);
	assert_answer(p, IC_STATUS_FAIL);
	free(p);
}

static void test_renegotiation_can_end_a_session(void **state)
{
	static const unsigned int unknown[] = { 300, 900 };
	struct ic_session s = { 0x30000, 0x40000 };
	struct ic_message m;
	u32 len;
	u8 *p = offer(1, 1, unknown, &len);

	(void)state;
	assert_int_equal(ic_receive(p, len, &protocol, &s, &m), IC_NEGOTIATED);
	free(p);
	p = message(IC_TYPE_TIMESYNC, 22);
	assert_int_equal(ic_receive(p, IC_ENVELOPE + 22, &protocol, &s, &m),
			 IC_ANSWER);
	assert_answer(p, IC_STATUS_NOT_CONNECTED);
	free(p);
}

static void test_wrong_type(void **state)
{
	static const u16 types[] = {
		IC_TYPE_HEARTBEAT, IC_TYPE_KVP, IC_TYPE_SHUTDOWN, IC_TYPE_VSS,
		6, IC_TYPE_FCOPY, 8, 0x100, 0xffff
	};
	struct ic_session s = { 0x30000, 0x40000 };
	struct ic_message m;
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(types); i++) {
		u8 *p = message(types[i], 32);

		assert_int_equal(ic_receive(p, IC_ENVELOPE + 32, &protocol, &s,
					    &m), IC_ANSWER);
		assert_answer(p, IC_STATUS_NOT_SUPPORTED);
		free(p);
	}
}

static void test_too_short_for_a_header(void **state)
{
	struct ic_session s = { 0x30000, 0x40000 };
	struct ic_message m;
	u32 len;

	(void)state;
	for (len = 0; len < IC_ENVELOPE; len++) {
		u8 *full = message(IC_TYPE_TIMESYNC, 0);
		u8 *p = malloc(len ? len : 1);

		memcpy(p, full, len);
		assert_int_equal(ic_receive(p, len, &protocol, &s, &m),
				 IC_DROP);
		free(p);
		free(full);
	}
}

static void test_too_long(void **state)
{
	struct ic_session s = { 0x30000, 0x40000 };
	struct ic_message m;
	u8 *p = message(IC_TYPE_TIMESYNC, IC_MAX_MESSAGE - IC_ENVELOPE + 1);

	(void)state;
	assert_int_equal(ic_receive(p, IC_MAX_MESSAGE + 1, &protocol, &s, &m),
			 IC_DROP);
	free(p);
	p = message(IC_TYPE_TIMESYNC, IC_MAX_MESSAGE - IC_ENVELOPE);
	assert_int_equal(ic_receive(p, IC_MAX_MESSAGE, &protocol, &s, &m),
			 IC_REQUEST);
	free(p);
}

static void test_pipe_header_lies(void **state)
{
	static const u32 lengths[] = {
		0, 1, 19, 43, 44, 1000, 0x7fffffff, 0x80000000, 0xfffffff8,
		0xffffffff
	};
	struct ic_session s = { 0x30000, 0x40000 };
	struct ic_message m;
	size_t i;
	u8 *p;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		p = message(IC_TYPE_TIMESYNC, 22);
		put_unaligned_le32(lengths[i], p + 4);
		assert_int_equal(ic_receive(p, IC_ENVELOPE + 22, &protocol, &s,
					    &m), IC_DROP);
		free(p);
	}
	/* less than received is padding */
	p = message(IC_TYPE_TIMESYNC, 24);
	put_unaligned_le32(42, p + 4);
	assert_int_equal(ic_receive(p, IC_ENVELOPE + 24, &protocol, &s, &m),
			 IC_REQUEST);
	free(p);
	/* a part of a message, or nothing known */
	for (i = 0; i < 4; i++) {
		static const u32 kinds[] = { 0, 2, 3, 0xffffffff };

		p = message(IC_TYPE_TIMESYNC, 22);
		put_unaligned_le32(kinds[i], p);
		assert_int_equal(ic_receive(p, IC_ENVELOPE + 22, &protocol, &s,
					    &m), IC_DROP);
		free(p);
	}
}

static void test_size_field_lies(void **state)
{
	static const u16 sizes[] = { 23, 24, 1000, 0x8000, 0xffff };
	struct ic_session s = { 0x30000, 0x40000 };
	struct ic_message m;
	size_t i;
	u8 *p;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		p = message(IC_TYPE_TIMESYNC, 22);
		put_unaligned_le16(sizes[i], p + 18);
		assert_int_equal(ic_receive(p, IC_ENVELOPE + 22, &protocol, &s,
					    &m), IC_ANSWER);
		assert_answer(p, IC_STATUS_BAD_ARGUMENT);
		free(p);
	}
	p = message(IC_TYPE_TIMESYNC, 22);
	put_unaligned_le16(0, p + 18);
	assert_int_equal(ic_receive(p, IC_ENVELOPE + 22, &protocol, &s, &m),
			 IC_REQUEST);
	assert_int_equal(m.body_len, 22);
	free(p);
}

static void test_answers_are_not_answered(void **state)
{
	struct ic_session s = { 0x30000, 0x40000 };
	struct ic_message m;
	u8 *p = message(IC_TYPE_TIMESYNC, 22);

	(void)state;
	p[25] = IC_FLAG_TRANSACTION | IC_FLAG_RESPONSE;
	assert_int_equal(ic_receive(p, IC_ENVELOPE + 22, &protocol, &s, &m),
			 IC_DROP);
	free(p);
}

/* -------- bodies -------- */

static struct ic_message body_of(u8 *p, u32 body_len)
{
	struct ic_message m;

	m.header = (struct ic_header *)(p + 8);
	m.body = p + 28;
	m.body_len = body_len;
	return m;
}

static void test_heartbeat(void **state)
{
	u8 *p = message(IC_TYPE_HEARTBEAT, 12);
	struct ic_message m = body_of(p, 12);
	u32 len;

	(void)state;
	put_unaligned_le64(0x1122334455667788ULL, p + 28);
	put_unaligned_le32(0xa5a5a5a5, p + 36);
	assert_int_equal(ic_heartbeat_answer(&m), IC_STATUS_OK);
	assert_true(get_unaligned_le64(p + 28) == 0x1122334455667789ULL);
	assert_int_equal(get_unaligned_le32(p + 36), 0xa5a5a5a5);
	put_unaligned_le64(~0ULL, p + 28);
	assert_int_equal(ic_heartbeat_answer(&m), IC_STATUS_OK);
	assert_true(get_unaligned_le64(p + 28) == 0);
	free(p);

	for (len = 0; len <= 8; len++) {
		p = message(IC_TYPE_HEARTBEAT, len);
		m = body_of(p, len);
		assert_int_equal(ic_heartbeat_answer(&m), len < 8 ?
				 IC_STATUS_BAD_ARGUMENT : IC_STATUS_OK);
		free(p);
	}
}

static void shutdown_case(u32 flags, bool hibernate, u32 status,
			  enum ic_power_action action, bool forced)
{
	u8 *p = message(IC_TYPE_SHUTDOWN, 2060);
	struct ic_message m = body_of(p, 2060);
	enum ic_power_action a = IC_POWER_RESTART;
	bool f = true;

	put_unaligned_le32(flags, p + 36);
	assert_int_equal(ic_shutdown_decode(&m, hibernate, &a, &f), status);
	assert_int_equal(a, action);
	assert_int_equal(f, forced);
	free(p);
}

static void test_shutdown(void **state)
{
	(void)state;
	shutdown_case(0, false, IC_STATUS_OK, IC_POWER_OFF, false);
	shutdown_case(1, false, IC_STATUS_OK, IC_POWER_OFF, true);
	shutdown_case(2, false, IC_STATUS_OK, IC_POWER_RESTART, false);
	shutdown_case(3, false, IC_STATUS_OK, IC_POWER_RESTART, true);
	shutdown_case(4, false, 0x80004005, IC_POWER_NONE, false);
	shutdown_case(5, false, 0x80004005, IC_POWER_NONE, false);
	shutdown_case(4, true, IC_STATUS_OK, IC_POWER_HIBERNATE, false);
	shutdown_case(5, true, IC_STATUS_OK, IC_POWER_HIBERNATE, true);
	shutdown_case(6, true, 0x80004005, IC_POWER_NONE, false);
	shutdown_case(7, true, 0x80004005, IC_POWER_NONE, false);
	shutdown_case(8, true, 0x80004005, IC_POWER_NONE, false);
	shutdown_case(0x80000000, true, 0x80004005, IC_POWER_NONE, false);
	shutdown_case(0xffffffff, true, 0x80004005, IC_POWER_NONE, false);
}

static void test_shutdown_short(void **state)
{
	static const u32 lens[] = { 0, 4, 11, 12, 100, 2059 };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(lens); i++) {
		u8 *p = message(IC_TYPE_SHUTDOWN, lens[i]);
		struct ic_message m = body_of(p, lens[i]);
		enum ic_power_action a = IC_POWER_OFF;
		bool f = true;

		assert_int_equal(ic_shutdown_decode(&m, true, &a, &f),
				 IC_STATUS_BAD_ARGUMENT);
		assert_int_equal(a, IC_POWER_NONE);
		assert_false(f);
		free(p);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_negotiate_picks_newest),
		cmocka_unit_test(test_negotiate_nothing_in_common),
		cmocka_unit_test(test_negotiate_lists_are_apart),
		cmocka_unit_test(test_negotiate_wrong_counts),
		cmocka_unit_test(test_negotiate_short_body),
		cmocka_unit_test(test_negotiate_full_lists),
		cmocka_unit_test(test_requests_need_a_session),
		cmocka_unit_test(test_renegotiation_can_end_a_session),
		cmocka_unit_test(test_wrong_type),
		cmocka_unit_test(test_too_short_for_a_header),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_pipe_header_lies),
		cmocka_unit_test(test_size_field_lies),
		cmocka_unit_test(test_answers_are_not_answered),
		cmocka_unit_test(test_heartbeat),
		cmocka_unit_test(test_shutdown),
		cmocka_unit_test(test_shutdown_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
