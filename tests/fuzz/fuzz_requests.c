// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzz target: the request table under ids of a hostile host, also in the
 * middle of a take; a plain list of what is outstanding says what is right.
 */
/* sources: src/vmbus/requests.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "vmbus/requests.h"

#define N	6u

static const uint8_t *in;
static size_t left;
static struct vmbus_requests t;
static int cookies[256];
static u64 id_of[256];		/* id under which a cookie is outstanding, 0 = none */
static u64 old_ids[16];		/* ids given out before, to be repeated */
static unsigned int n_old, next_cookie;
static bool nested;

static void must(int condition)
{
	if (!condition)
		abort();
}

static u8 take(void)
{
	if (!left)
		return 0;
	left--;
	return *in++;
}

static u64 any_id(void)
{
	u64 id = old_ids[take() % ARRAY_SIZE(old_ids)];
	u8 how = take();

	if (how & 1)
		return id;
	if (how & 2)
		return id ^ (1ULL << (take() & 63));
	return (u64)take() << 32 | take();
}

static void answered(u64 id)
{
	int *cookie = vmbus_requests_take(&t, id);
	int i;

	if (cookie) {
		i = (int)(cookie - cookies);
		must(i >= 0 && i < 256);
		must(id_of[i] == id);
		id_of[i] = 0;
	} else {
		for (i = 0; i < 256; i++)
			must(!id || id_of[i] != id || nested);
	}
}

/* The same answer, or another, comes in on a second CPU in between. */
void shim_on_cmpxchg(void)
{
	if (nested || t.listed || !left || !(take() & 1))
		return;
	nested = true;
	answered(any_id());
}

static void given(u64 id, unsigned int cookie)
{
	unsigned int i;

	if (!id)
		return;
	must((u32)id >= 1 && (u32)id <= N);
	for (i = 0; i < 256; i++)
		must(id_of[i] != id);
	must(!id_of[cookie]);
	id_of[cookie] = id;
	old_ids[n_old++ % ARRAY_SIZE(old_ids)] = id;
}

static unsigned int free_cookie(void)
{
	do {
		next_cookie = (next_cookie + 1) % 256;
	} while (id_of[next_cookie]);
	return next_cookie;
}

static unsigned int outstanding(void)
{
	unsigned int i, n = 0;

	for (i = 0; i < 256; i++)
		n += id_of[i] != 0;
	return n;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct vmbus_request_slot *slots = calloc(N, sizeof(*slots));
	unsigned int c;
	u32 cursor;
	u64 id;

	must(slots != NULL);
	in = data;
	left = size;
	memset(id_of, 0, sizeof(id_of));
	memset(old_ids, 0, sizeof(old_ids));
	n_old = 0;
	nested = true;
	vmbus_requests_init(&t, slots, N, take() & 1);
	while (left) {
		nested = true;
		switch (take() % 6) {
		case 0:
		case 1:
			c = free_cookie();
			if (t.listed) {
				id = vmbus_requests_alloc(&t, &cookies[c]);
				must((id == 0) == (outstanding() == N));
			} else {
				id = vmbus_requests_set(&t, take() % (N + 2), &cookies[c]);
			}
			given(id, c);
			break;
		case 2:
		case 3:
		case 4:
			id = any_id();
			nested = false;
			answered(id);
			break;
		default:
			if (take() % 16)
				break;
			cursor = 0;
			while ((c = outstanding()) != 0) {
				int *cookie = vmbus_requests_take_any(&t, &cursor);

				must(cookie != NULL);
				id_of[cookie - cookies] = 0;
				must(outstanding() == c - 1);
			}
			must(!vmbus_requests_take_any(&t, &cursor));
		}
	}
	free(slots);
	return 0;
}
