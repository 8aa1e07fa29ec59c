// SPDX-License-Identifier: GPL-2.0-only
/* Tests of time messages and the arithmetic on them. */
/* sources: src/utils/timesync_math.c */
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "utils/timesync_math.h"

#define V1	0x10000u
#define V3	0x30000u
#define V4	0x40000u

/* 2024-02-29 12:34:56.7890123 UTC: a second of Unix time known from elsewhere (date -d). */
#define UNIX_SECONDS	1709210096ULL
#define HOST_TIME	(116444736000000000ULL + UNIX_SECONDS * 10000000 + 7890123)
#define UNIX_NS		((s64)(UNIX_SECONDS * 1000000000 + 789012300))

static void test_decode_v4(void **state)
{
	struct timesync_sample s;
	u32 len;
	u8 *b;

	(void)state;
	for (len = 0; len <= 24; len++) {
		int ret;

		b = calloc(1, len ? len : 1);
		if (len >= 17) {
			put_unaligned_le64(HOST_TIME, b);
			put_unaligned_le64(0x123456789abcdefULL, b + 8);
			b[16] = 2;
		}
		ret = timesync_decode(b, len, V4, 0x123456789abcdf0ULL, &s);
		if (len < 22) {
			assert_int_equal(ret, -EINVAL);
		} else {
			assert_int_equal(ret, 0);
			assert_true(s.host_time == HOST_TIME);
			assert_true(s.ref_time == 0x123456789abcdefULL);
			assert_int_equal(s.flags, 2);
		}
		free(b);
	}
}

/* A reference time in the future must not freeze the clock. */
static void test_decode_v4_future(void **state)
{
	static const u64 refs[] = { 1001, 6000000000ULL, 1ULL << 63, ~0ULL };
	struct timesync_sample s;
	u8 b[22] = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(refs); i++) {
		put_unaligned_le64(refs[i], b + 8);
		assert_int_equal(timesync_decode(b, sizeof(b), V4, 1000, &s), 0);
		assert_true(s.ref_time == 1000);
	}
	put_unaligned_le64(999, b + 8);
	assert_int_equal(timesync_decode(b, sizeof(b), V4, 1000, &s), 0);
	assert_true(s.ref_time == 999);
}

static void test_decode_v1_and_v3(void **state)
{
	static const u32 versions[] = { V1, V3 };
	struct timesync_sample s;
	size_t i;
	u32 len;
	u8 *b;

	(void)state;
	for (i = 0; i < 2; i++) {
		for (len = 0; len <= 28; len++) {
			int ret;

			b = calloc(1, len ? len : 1);
			if (len >= 25) {
				put_unaligned_le64(HOST_TIME, b);
				put_unaligned_le64(1, b + 8);
				put_unaligned_le64(2, b + 16);
				b[24] = 1;
			}
			ret = timesync_decode(b, len, versions[i], 55, &s);
			if (len < 25) {
				assert_int_equal(ret, -EINVAL);
			} else {
				assert_int_equal(ret, 0);
				assert_true(s.host_time == HOST_TIME);
				/* the moment of arrival */
				assert_true(s.ref_time == 55);
				assert_int_equal(s.flags, 1);
			}
			free(b);
		}
	}
}

static struct timesync_sample sample(u64 host, u64 ref)
{
	struct timesync_sample s = { host, ref, IC_TIMESYNC_SYNC };

	return s;
}

static void test_project(void **state)
{
	struct timesync_sample s = sample(HOST_TIME, 1000);
	s64 ns;

	(void)state;
	assert_int_equal(timesync_project(&s, 1000, &ns), 0);
	assert_true(ns == UNIX_NS);
	/* 2.5 s later */
	assert_int_equal(timesync_project(&s, 25001000, &ns), 0);
	assert_true(ns == UNIX_NS + 2500000000LL);
	/* the counter was read before the message was written */
	assert_int_equal(timesync_project(&s, 990, &ns), 0);
	assert_true(ns == UNIX_NS);
	assert_int_equal(timesync_project(&s, 0, &ns), 0);
	assert_true(ns == UNIX_NS);
}

static void test_stale(void **state)
{
	struct timesync_sample s = sample(HOST_TIME, 1000);
	s64 ns = 7;

	(void)state;
	assert_int_equal(timesync_project(&s, 1000 + 6000000000ULL, &ns), 0);
	assert_true(ns == UNIX_NS + 600000000000LL);
	ns = 7;
	assert_int_equal(timesync_project(&s, 1001 + 6000000000ULL, &ns),
			 -ESTALE);
	assert_int_equal(timesync_project(&s, ~0ULL, &ns), -ESTALE);
	assert_true(ns == 7);
}

static void test_range(void **state)
{
	struct timesync_sample s;
	s64 ns;

	(void)state;
	s = sample(116444736000000000ULL, 0);
	assert_int_equal(timesync_project(&s, 0, &ns), 0);
	assert_true(ns == 0);
	s = sample(116444735999999999ULL, 0);
	assert_int_equal(timesync_project(&s, 0, &ns), -ERANGE);
	s = sample(0, 0);
	assert_int_equal(timesync_project(&s, 0, &ns), -ERANGE);
	s = sample(~0ULL, 0);
	assert_int_equal(timesync_project(&s, 0, &ns), -ERANGE);
	s = sample(1ULL << 63, 0);
	assert_int_equal(timesync_project(&s, 0, &ns), -ERANGE);
	/* as late as nanoseconds go, at the greatest age */
	s = sample(116444736000000000ULL + 92233720368547758ULL - 6000000000ULL,
		   0);
	assert_int_equal(timesync_project(&s, 6000000000ULL, &ns), 0);
	assert_true(ns == 9223372036854775800LL);
	s.host_time++;
	assert_int_equal(timesync_project(&s, 6000000000ULL, &ns), -ERANGE);
}

static void test_behind(void **state)
{
	(void)state;
	assert_true(timesync_behind(UNIX_NS, UNIX_NS - 5000000000LL));
	assert_false(timesync_behind(UNIX_NS, UNIX_NS - 4999999999LL));
	assert_false(timesync_behind(UNIX_NS, UNIX_NS));
	/* ahead is none of its business */
	assert_false(timesync_behind(UNIX_NS, UNIX_NS + 60000000000LL));
	assert_true(timesync_behind(INT64_MAX, 0));
	assert_false(timesync_behind(0, INT64_MAX));
	assert_false(timesync_behind(INT64_MAX, -1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode_v4),
		cmocka_unit_test(test_decode_v4_future),
		cmocka_unit_test(test_decode_v1_and_v3),
		cmocka_unit_test(test_project),
		cmocka_unit_test(test_stale),
		cmocka_unit_test(test_range),
		cmocka_unit_test(test_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
