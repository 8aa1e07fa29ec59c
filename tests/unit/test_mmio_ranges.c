// SPDX-License-Identifier: GPL-2.0-only
/* Address ranges: windows of the firmware, gaps, ends of the address space. */
/* sources: src/vmbus/mmio_ranges.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>
#include "vmbus/mmio_ranges.h"

#define MB(n)	((u64)(n) << 20)
#define GB(n)	((u64)(n) << 30)
#define ALL	(~0ULL)

static void test_window(void **state)
{
	struct vmbus_range r;

	(void)state;
	assert_false(vmbus_window_usable(GB(4), 0, &r));
	assert_false(vmbus_window_usable(GB(4), MB(1) - 1, &r));
	assert_true(vmbus_window_usable(GB(4), MB(1), &r));
	assert_true(r.start == GB(4) && r.size == MB(1));
	/* the vTPM and what lies behind it are cut off */
	assert_true(vmbus_window_usable(0xF8000000u, 0x8000000u, &r));
	assert_true(r.start == 0xF8000000u);
	assert_true(r.size == 0xFED40000u - 0xF8000000u);
	/* nothing is left before it */
	assert_false(vmbus_window_usable(0xFED40000u, MB(2), &r));
	assert_false(vmbus_window_usable(0xFED40000u - MB(1) + 1, MB(2), &r));
	assert_true(vmbus_window_usable(0xFED40000u - MB(1), MB(2), &r));
	assert_true(r.size == MB(1));
	/* a window that ends right before it stays whole */
	assert_true(vmbus_window_usable(0xFED40000u - MB(4), MB(4), &r));
	assert_true(r.size == MB(4));
	/* nonsense of the firmware */
	assert_false(vmbus_window_usable(ALL, 2, &r));
	assert_false(vmbus_window_usable(ALL - MB(1), MB(2), &r));
	assert_true(vmbus_window_usable(ALL - MB(1) + 1, MB(1), &r));
	assert_true(r.start + (r.size - 1) == ALL);
}

static void test_find(void **state)
{
	static const struct vmbus_range win[] = {
		{ 0xF8000000u, MB(64) }, { GB(64), GB(4) },
	};
	struct vmbus_range busy[3];
	u64 at = 0;

	(void)state;
	assert_int_equal(vmbus_range_find(win, 2, NULL, 0, 0, ALL, MB(8), MB(1), &at), 0);
	assert_true(at == 0xF8000000u);
	/* too large for the first: the second */
	assert_int_equal(vmbus_range_find(win, 2, NULL, 0, 0, ALL, MB(65), MB(1), &at), 0);
	assert_true(at == GB(64));
	/* below 4 GiB only */
	assert_int_equal(vmbus_range_find(win, 2, NULL, 0, 0, GB(4) - 1, MB(65), MB(1), &at), -ENXIO);
	/* the limits count to the last byte */
	assert_int_equal(vmbus_range_find(win, 1, NULL, 0, 0xF8000001u, ALL, MB(64), 1, &at), -ENXIO);
	assert_int_equal(vmbus_range_find(win, 1, NULL, 0, 0, 0xF8000000u + MB(64) - 2, MB(64), 1, &at), -ENXIO);
	assert_int_equal(vmbus_range_find(win, 1, NULL, 0, 0, 0xF8000000u + MB(64) - 1, MB(64), 1, &at), 0);
	/* between two that are taken, unsorted, overlapping */
	busy[0].start = 0xF8000000u + MB(16);
	busy[0].size = MB(48);
	busy[1].start = 0xF8000000u;
	busy[1].size = MB(4);
	busy[2].start = 0xF7000000u;
	busy[2].size = MB(18);
	assert_int_equal(vmbus_range_find(win, 1, busy, 3, 0, ALL, MB(12), MB(1), &at), 0);
	assert_true(at == 0xF8000000u + MB(4));
	assert_int_equal(vmbus_range_find(win, 1, busy, 3, 0, ALL, MB(12) + 1, MB(1), &at), -ENXIO);
	/* alignment wastes some of it */
	assert_int_equal(vmbus_range_find(win, 1, busy, 3, 0, ALL, MB(8), MB(8), &at), 0);
	assert_true(at == 0xF8000000u + MB(8));
	assert_int_equal(vmbus_range_find(win, 1, busy, 3, 0, ALL, MB(12), MB(8), &at), -ENXIO);
}

static void test_bad_requests(void **state)
{
	static const struct vmbus_range win = { GB(4), GB(1) };
	u64 at;

	(void)state;
	assert_int_equal(vmbus_range_find(&win, 1, NULL, 0, 0, ALL, 0, 1, &at), -EINVAL);
	assert_int_equal(vmbus_range_find(&win, 1, NULL, 0, 0, ALL, 1, 0, &at), -EINVAL);
	assert_int_equal(vmbus_range_find(&win, 1, NULL, 0, 0, ALL, 1, 3, &at), -EINVAL);
	assert_int_equal(vmbus_range_find(&win, 1, NULL, 0, 2, 1, 1, 1, &at), -EINVAL);
	assert_int_equal(vmbus_range_find(&win, 1, NULL, 0, 0, 9, 11, 1, &at), -EINVAL);
	assert_int_equal(vmbus_range_find(NULL, 0, NULL, 0, 0, ALL, 1, 1, &at), -ENXIO);
	assert_int_equal(vmbus_range_find(&win, 1, NULL, 0, 0, ALL, ALL, 1, &at), -ENXIO);
}

/* The end of the address space does not wrap around. */
static void test_top(void **state)
{
	static const struct vmbus_range win = { 0xFFFFFFFFFFF00000ULL, 0x100000 };
	struct vmbus_range busy = { 0xFFFFFFFFFFF80000ULL, 0x80000 };
	u64 at;

	(void)state;
	assert_int_equal(vmbus_range_find(&win, 1, NULL, 0, 0, ALL, 0x100000, 1, &at), 0);
	assert_true(at == win.start);
	assert_int_equal(vmbus_range_find(&win, 1, &busy, 1, 0, ALL, 0x80000, 1, &at), 0);
	assert_true(at == win.start);
	assert_int_equal(vmbus_range_find(&win, 1, &busy, 1, 0, ALL, 0x80001, 1, &at), -ENXIO);
	assert_int_equal(vmbus_range_find(&win, 1, &busy, 1, win.start + 1, ALL, 1, 1ULL << 63, &at), -ENXIO);
}

/* Whatever is taken: a result lies in a window, is aligned and overlaps nothing. */
static void test_random(void **state)
{
	struct vmbus_range win[3], busy[12];
	u32 round, i, nb;

	(void)state;
	srand(1);
	for (round = 0; round < 20000; round++) {
		u64 size = 1 + rand() % 300, align = 1ULL << (rand() % 6);
		u64 min = rand() % 200, max = min + size - 1 + rand() % 3000;
		u64 at, x;
		int ret;
		bool inside = false, possible = false;

		for (i = 0; i < 3; i++) {
			win[i].start = rand() % 3000;
			win[i].size = 1 + rand() % 500;
		}
		nb = rand() % 12;
		for (i = 0; i < nb; i++) {
			busy[i].start = rand() % 3500;
			busy[i].size = 1 + rand() % 200;
		}
		ret = vmbus_range_find(win, 3, busy, nb, min, max, size, align, &at);
		if (ret) {
			/* then no address whatsoever would do */
			for (x = min & ~(align - 1); x <= max - (size - 1) && !possible; x += align) {
				bool in = false, hit = x < min;

				for (i = 0; i < 3; i++)
					in |= x >= win[i].start && x + size <= win[i].start + win[i].size;
				for (i = 0; i < nb; i++)
					hit |= x < busy[i].start + busy[i].size && x + size > busy[i].start;
				possible = in && !hit;
			}
			assert_false(possible);
			continue;
		}
		for (i = 0; i < 3; i++)
			inside |= at >= win[i].start && at + size <= win[i].start + win[i].size;
		assert_true(inside && at >= min && at + size - 1 <= max && at % align == 0);
		for (i = 0; i < nb; i++)
			assert_false(at < busy[i].start + busy[i].size && at + size > busy[i].start);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_window),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_bad_requests),
		cmocka_unit_test(test_top),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
