// SPDX-License-Identifier: GPL-2.0-only
/* Tests of the reference time by the TSC page. */
/* sources: src/vmbus/platform_tsc.c */
#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include "vmbus/platform_tsc.h"

/* Long multiplication digit by digit, in base 2^16: another way to the same. */
static u64 slow_mul_high(u64 a, u64 b)
{
	u32 digit[9] = { 0 };
	int i, j;

	for (i = 0; i < 4; i++)
		for (j = 0; j < 4; j++) {
			u32 p = (u32)((a >> (16 * i)) & 0xFFFF) *
				(u32)((b >> (16 * j)) & 0xFFFF);
			int k = i + j;
			u64 carry = p;

			while (carry) {
				carry += digit[k];
				digit[k++] = carry & 0xFFFF;
				carry >>= 16;
			}
		}
	return (u64)digit[7] << 48 | (u64)digit[6] << 32 |
		(u64)digit[5] << 16 | digit[4];
}

static void test_mul_known(void **state)
{
	(void)state;
	assert_true(hv_tsc_mul_high(0, ~0ULL) == 0);
	assert_true(hv_tsc_mul_high(1, ~0ULL) == 0);
	assert_true(hv_tsc_mul_high(2, 1ULL << 63) == 1);
	assert_true(hv_tsc_mul_high(~0ULL, ~0ULL) == ~0ULL - 1);
	assert_true(hv_tsc_mul_high(1ULL << 32, 1ULL << 32) == 1);
	assert_true(hv_tsc_mul_high(0xFFFFFFFFULL, 1ULL << 32) == 0);
	/* 10^7 * 2^64 / (3 * 10^9), rounded down: ten seconds of a 3 GHz TSC */
	assert_true(hv_tsc_mul_high(30000000000ULL, 61489146912365172ULL) ==
		    99999999);
}

static void test_mul_random(void **state)
{
	u64 x = 0x9E3779B97F4A7C15ULL;
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		u64 a, b;

		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		a = x >> (i % 61);
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
		b = x >> (i % 53);
		/* a run of ones is where carries get lost */
		if (i % 5 == 0)
			a |= 0xFFFFFFFF00000000ULL;
		if (i % 7 == 0)
			b |= 0x00000000FFFFFFFFULL;
		assert_true(hv_tsc_mul_high(a, b) == slow_mul_high(a, b));
	}
}

/* What the host does to the page while the guest reads the TSC. */
static struct hyperv_tsc_page page;
static u64 tsc_now;
static int tsc_reads;
static int changes;

static u64 read_tsc(void)
{
	tsc_reads++;
	if (changes) {
		changes--;
		page.sequence++;
		page.scale <<= 1;
		page.offset += 1000;
	}
	return tsc_now;
}

static void reset(u64 tsc)
{
	memset(&page, 0, sizeof(page));
	page.sequence = 1;
	page.scale = 1ULL << 60;
	tsc_now = tsc;
	tsc_reads = 0;
	changes = 0;
}

static void test_page(void **state)
{
	u64 time = 7;

	(void)state;
	reset(1600);
	assert_true(hv_tsc_page_time(&page, read_tsc, &time));
	assert_true(time == 100);
	page.offset = -30;
	assert_true(hv_tsc_page_time(&page, read_tsc, &time));
	assert_true(time == 70);
	/* the offset may be below the product: it counts modulo 2^64 */
	page.offset = 1LL << 62;
	assert_true(hv_tsc_page_time(&page, read_tsc, &time));
	assert_true(time == (1ULL << 62) + 100);
}

static void test_page_invalid(void **state)
{
	u64 time = 7;

	(void)state;
	reset(1600);
	page.sequence = 0;
	assert_false(hv_tsc_page_time(&page, read_tsc, &time));
	assert_true(time == 7);
	assert_int_equal(tsc_reads, 0);
}

static void test_page_changes(void **state)
{
	u64 time = 7;

	(void)state;
	reset(1600);
	changes = 2;
	assert_true(hv_tsc_page_time(&page, read_tsc, &time));
	/* scale and offset of after the second change, never a mixture */
	assert_true(time == 400 + 2000);
	assert_int_equal(tsc_reads, 3);
}

static void test_page_never_still(void **state)
{
	u64 time = 7;

	(void)state;
	reset(1600);
	changes = 1 << 20;
	assert_false(hv_tsc_page_time(&page, read_tsc, &time));
	assert_true(time == 7);
	assert_true(tsc_reads < 1000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mul_known),
		cmocka_unit_test(test_mul_random),
		cmocka_unit_test(test_page),
		cmocka_unit_test(test_page_invalid),
		cmocka_unit_test(test_page_changes),
		cmocka_unit_test(test_page_never_still),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
