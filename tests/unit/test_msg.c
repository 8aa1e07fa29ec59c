// SPDX-License-Identifier: GPL-2.0-only
/* Control messages: lengths, types, answers; versions. */
/* sources: src/vmbus/msg.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>
#include "vmbus/msg.h"

/* From the protocol (2.3), independent of the structures. */
static const struct {
	u32 type, size;
} receivable[] = {
	{ 1, 196 }, { 2, 12 }, { 4, 8 }, { 6, 20 }, { 10, 20 }, { 12, 12 },
	{ 15, 16 }, { 17, 8 }, { 23, 44 }, { 24, 16 },
};

static u32 expected_size(u32 type)
{
	u32 i;

	for (i = 0; i < sizeof(receivable) / sizeof(receivable[0]); i++)
		if (receivable[i].type == type)
			return receivable[i].size;
	return 0;
}

static void test_lengths(void **state)
{
	u32 type, len;

	(void)state;
	for (type = 0; type < 64; type++) {
		for (len = 0; len <= 250; len++) {
			/* exactly as long as claimed: reading on is caught */
			u8 *msg = malloc(len ? len : 1);
			int want = -EINVAL;

			assert_non_null(msg);
			memset(msg, 0, len);
			if (len >= 4)
				memcpy(msg, &type, 4);
			if (expected_size(type) && len >= expected_size(type) && len <= 240)
				want = type;
			assert_int_equal(vmbus_msg_check(msg, len), want);
			free(msg);
		}
	}
}

static void test_wild_types(void **state)
{
	static const u32 types[] = { 0xFFFFFFFFu, 0x80000000u, 0x80000001u, 256, 257 };
	u8 msg[240] = { 0 };
	u32 i;

	(void)state;
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		memcpy(msg, &types[i], 4);
		assert_int_equal(vmbus_msg_check(msg, sizeof(msg)), -EINVAL);
		assert_int_equal(vmbus_msg_size(types[i]), 0);
	}
}

static void test_offer(void **state)
{
	struct vmbus_offer offer;

	(void)state;
	memset(&offer, 0, sizeof(offer));
	assert_int_equal(vmbus_offer_check(&offer), -EINVAL);
	offer.relid = 1;
	assert_int_equal(vmbus_offer_check(&offer), 0);
	offer.relid = 2047;
	assert_int_equal(vmbus_offer_check(&offer), 0);
	offer.relid = 2048;
	assert_int_equal(vmbus_offer_check(&offer), -EINVAL);
	offer.relid = 0xFFFFFFFFu;
	assert_int_equal(vmbus_offer_check(&offer), -EINVAL);
}

static void test_answers(void **state)
{
	u32 msg[5] = { 6, 0, 7, 42, 0 };

	(void)state;
	assert_true(vmbus_answer_matches(msg, 6, 7, 42));
	assert_false(vmbus_answer_matches(msg, 6, 8, 42));
	assert_false(vmbus_answer_matches(msg, 6, 7, 43));
	assert_false(vmbus_answer_matches(msg, 10, 7, 42));
	msg[0] = 10;
	assert_true(vmbus_answer_matches(msg, 10, 7, 42));
	msg[0] = 12;
	assert_true(vmbus_answer_matches(msg, 12, 7, 0));
	assert_false(vmbus_answer_matches(msg, 12, 42, 0));
	msg[0] = 24;
	assert_true(vmbus_answer_matches(msg, 24, 7, 99));
	msg[0] = 15;
	assert_true(vmbus_answer_matches(msg, 15, 0, 0));
	/* an offer answers nothing */
	msg[0] = 1;
	assert_false(vmbus_answer_matches(msg, 1, 7, 42));
}

static void test_versions(void **state)
{
	static const u32 order[] = {
		0x60000, 0x50003, 0x50002, 0x50001, 0x50000, 0x40001, 0x40000,
		0x30000, 0x20004, 0x10001, 0x0000D, 0,
	};
	u32 v = 0xFFFFFFFFu, i;

	(void)state;
	for (i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		v = vmbus_older_version(v);
		assert_int_equal(v, order[i]);
	}
	/* a cap between two versions */
	assert_int_equal(vmbus_older_version(0x40005), 0x40001);
	assert_int_equal(vmbus_contact_id(0x50000), 4);
	assert_int_equal(vmbus_contact_id(0x40001), 1);
}

static void test_parse(void **state)
{
	static const struct {
		const char *text;
		int ret;
		u32 version;
	} cases[] = {
		{ "5.3", 0, 0x50003 }, { "5.3\n", 0, 0x50003 }, { "0.13", 0, 13 },
		{ "327683", 0, 0x50003 }, { "0x50003", 0, 0x50003 }, { "0X30000", 0, 0x30000 },
		{ "65535.65535", 0, 0xFFFFFFFFu }, { "4294967295", 0, 0xFFFFFFFFu },
		{ "4294967296", -EINVAL, 0 }, { "0x100000000", -EINVAL, 0 },
		{ "65536.0", -EINVAL, 0 }, { "1.65536", -EINVAL, 0 },
		{ "", -EINVAL, 0 }, { "\n", -EINVAL, 0 }, { ".", -EINVAL, 0 },
		{ "5.", -EINVAL, 0 }, { ".3", -EINVAL, 0 }, { "5.3.1", -EINVAL, 0 },
		{ "5.3x", -EINVAL, 0 }, { "x", -EINVAL, 0 }, { "0x", -EINVAL, 0 },
		{ "-1", -EINVAL, 0 }, { " 5.3", -EINVAL, 0 }, { "5.3\n\n", -EINVAL, 0 },
		{ "99999999999999999999999999", -EINVAL, 0 },
	};
	u32 i, v;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		v = 0;
		assert_int_equal(vmbus_parse_version(cases[i].text, &v), cases[i].ret);
		if (!cases[i].ret)
			assert_int_equal(v, cases[i].version);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_wild_types),
		cmocka_unit_test(test_offer),
		cmocka_unit_test(test_answers),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_parse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
