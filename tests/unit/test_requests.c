// SPDX-License-Identifier: GPL-2.0-only
/* Table of outstanding requests: ids, repeats, generations, two threads. */
/* sources: src/vmbus/requests.c */
/* options: -pthread */
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>
#include "vmbus/requests.h"

#define N	8u

static struct vmbus_request_slot slots[N];
static struct vmbus_requests t;
static int cookies[4 * N];

static void start(bool listed)
{
	memset(slots, 0, sizeof(slots));
	vmbus_requests_init(&t, slots, N, listed);
}

static void test_alloc(void **state)
{
	u64 id[N], again;
	u32 i;

	(void)state;
	start(true);
	for (i = 0; i < N; i++) {
		id[i] = vmbus_requests_alloc(&t, &cookies[i]);
		assert_true(id[i] != 0);
		assert_true((u32)id[i] >= 1 && (u32)id[i] <= N);
	}
	assert_true(vmbus_requests_alloc(&t, cookies) == 0);	/* full */
	assert_ptr_equal(vmbus_requests_take(&t, id[3]), &cookies[3]);
	assert_null(vmbus_requests_take(&t, id[3]));		/* once */
	again = vmbus_requests_alloc(&t, &cookies[N]);
	assert_true(again != 0 && again != id[3]);
	assert_int_equal((u32)again, (u32)id[3]);		/* the same entry */
	assert_null(vmbus_requests_take(&t, id[3]));		/* old generation */
	assert_ptr_equal(vmbus_requests_take(&t, again), &cookies[N]);
	for (i = 0; i < N; i++)
		if (i != 3)
			assert_ptr_equal(vmbus_requests_take(&t, id[i]), &cookies[i]);
	for (i = 0; i < N; i++)					/* all back */
		assert_true(vmbus_requests_alloc(&t, &cookies[i]) != 0);
	assert_true(vmbus_requests_alloc(&t, cookies) == 0);
	start(true);
	assert_true(vmbus_requests_alloc(&t, NULL) == 0);
	assert_int_equal(t.free, 0);
}

static void test_set(void **state)
{
	u64 id;

	(void)state;
	start(false);
	assert_true(vmbus_requests_alloc(&t, cookies) == 0);	/* no list here */
	id = vmbus_requests_set(&t, N - 1, &cookies[1]);
	assert_true(id != 0);
	assert_true(vmbus_requests_set(&t, N - 1, &cookies[2]) == 0);
	assert_true(vmbus_requests_set(&t, N, &cookies[2]) == 0);
	assert_true(vmbus_requests_set(&t, 0xFFFFFFFF, &cookies[2]) == 0);
	assert_true(vmbus_requests_set(&t, 0, NULL) == 0);
	assert_ptr_equal(vmbus_requests_take(&t, id), &cookies[1]);
	assert_null(vmbus_requests_take(&t, id));
	assert_true(vmbus_requests_set(&t, N - 1, &cookies[2]) != id);
}

static void test_hostile_ids(void **state)
{
	u64 id, bad;
	u32 i;

	(void)state;
	start(false);
	id = vmbus_requests_set(&t, 2, cookies);
	assert_null(vmbus_requests_take(&t, 0));
	assert_null(vmbus_requests_take(&t, 3));		/* no generation */
	assert_null(vmbus_requests_take(&t, N + 1));
	assert_null(vmbus_requests_take(&t, ~0ULL));
	assert_null(vmbus_requests_take(&t, 0xFFFFFFFF));
	assert_null(vmbus_requests_take(&t, 1ULL << 32));
	for (i = 0; i < 64; i++) {
		bad = id ^ (1ULL << i);
		assert_null(vmbus_requests_take(&t, bad));
	}
	assert_ptr_equal(vmbus_requests_take(&t, id), cookies);
	/* the state that a free entry has is no id either */
	assert_null(vmbus_requests_take(&t, (2ULL << 32) | 3));
	vmbus_requests_init(&t, NULL, 5, true);
	assert_true(vmbus_requests_alloc(&t, cookies) == 0);
	assert_null(vmbus_requests_take(&t, (1ULL << 32) | 1));
}

static void test_take_any(void **state)
{
	u32 cursor = 0, n = 0, i;
	u64 id[N];

	(void)state;
	start(true);
	for (i = 0; i < N; i++)
		id[i] = vmbus_requests_alloc(&t, &cookies[i]);
	assert_non_null(vmbus_requests_take(&t, id[0]));
	assert_non_null(vmbus_requests_take(&t, id[5]));
	while (vmbus_requests_take_any(&t, &cursor))
		n++;
	assert_int_equal(n, N - 2);
	assert_null(vmbus_requests_take_any(&t, &cursor));
	for (i = 0; i < N; i++)
		assert_null(vmbus_requests_take(&t, id[i]));
}

static void test_reinit(void **state)
{
	u64 id;

	(void)state;
	start(false);
	id = vmbus_requests_set(&t, 1, cookies);
	vmbus_requests_init(&t, slots, N, false);
	assert_null(vmbus_requests_take(&t, id));
	assert_true(vmbus_requests_set(&t, 1, cookies) != id);
}

static void test_wrap(void **state)
{
	u64 id;

	(void)state;
	start(false);
	slots[0].state = 0xFFFFFFFE;
	id = vmbus_requests_set(&t, 0, cookies);
	assert_true(id == ((0xFFFFFFFFULL << 32) | 1));
	assert_ptr_equal(vmbus_requests_take(&t, id), cookies);
	id = vmbus_requests_set(&t, 0, cookies);
	assert_true(id == ((1ULL << 32) | 1));
}

/* Another CPU is faster: it takes the same id just before we do. */
static __thread u64 other_id;
static void *other_got;

void shim_on_cmpxchg(void)
{
	u64 id = other_id;

	other_id = 0;
	if (id)
		other_got = vmbus_requests_take(&t, id);
}

static void test_two_takes(void **state)
{
	u64 id;

	(void)state;
	start(false);
	id = vmbus_requests_set(&t, 4, cookies);
	other_id = id;
	assert_null(vmbus_requests_take(&t, id));
	assert_ptr_equal(other_got, cookies);
	id = vmbus_requests_set(&t, 4, cookies);
	assert_true(id != 0);
}

/* Two threads complete whatever was published; each cookie comes out once. */
#define ROUNDS	30000u
static u64 published[N];
static u32 taken[2], wrong, stop;

static void *taker(void *arg)
{
	u32 *count = arg, i = 0;
	int *cookie;

	while (!READ_ONCE(stop)) {
		i = (i + 1) % N;
		cookie = vmbus_requests_take(&t, __atomic_load_n(&published[i],
								 __ATOMIC_ACQUIRE));
		if (!cookie) {
			if (!i)
				sched_yield();
			continue;
		}
		(*count)++;
		if (__atomic_exchange_n(cookie, 0, __ATOMIC_SEQ_CST) != 1)
			__atomic_fetch_add(&wrong, 1, __ATOMIC_SEQ_CST);
	}
	return NULL;
}

static void test_threads(void **state)
{
	pthread_t thread[2];
	u32 n = 0, cursor = 0, i = 0, left = 0;
	u64 id;

	(void)state;
	start(false);
	memset(cookies, 0, sizeof(cookies));
	stop = 0;
	pthread_create(&thread[0], NULL, taker, &taken[0]);
	pthread_create(&thread[1], NULL, taker, &taken[1]);
	while (n < ROUNDS) {
		i = (i + 1) % N;
		if (READ_ONCE(slots[i].state) & 1) {
			if (!i)
				sched_yield();
			continue;
		}
		/* each use of an entry gets another cookie */
		if (__atomic_load_n(&cookies[i + N * (n % 4)], __ATOMIC_SEQ_CST))
			continue;
		__atomic_store_n(&cookies[i + N * (n % 4)], 1, __ATOMIC_SEQ_CST);
		id = vmbus_requests_set(&t, i, &cookies[i + N * (n % 4)]);
		assert_true(id != 0);
		__atomic_store_n(&published[i], id, __ATOMIC_RELEASE);
		n++;
	}
	WRITE_ONCE(stop, 1);
	pthread_join(thread[0], NULL);
	pthread_join(thread[1], NULL);
	while (vmbus_requests_take_any(&t, &cursor))
		left++;
	assert_int_equal(wrong, 0);
	assert_int_equal(taken[0] + taken[1] + left, ROUNDS);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alloc),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_hostile_ids),
		cmocka_unit_test(test_take_any),
		cmocka_unit_test(test_reinit),
		cmocka_unit_test(test_wrap),
		cmocka_unit_test(test_two_takes),
		cmocka_unit_test(test_threads),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
