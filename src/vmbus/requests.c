// SPDX-License-Identifier: GPL-2.0-only
/*
 * Table of outstanding requests of a channel (see requests.h).
 *
 * An id is the index + 1 in its lower half and the entry's generation in its
 * upper half. Index + 1 keeps 0 free for "unsolicited" (protocol 2.7).
 *
 * Ordering: set() writes the cookie before it makes the state odd (release);
 * take() sees the odd state (acquire) before it reads the cookie, and only then
 * makes the state even. As the state never goes back, a take() whose cmpxchg
 * succeeds has read the cookie that belongs to its id.
 */
#include "requests.h"

#define REQUEST_BUSY	1u

static u64 vmbus_requests_id(u32 index, u32 state)
{
	return ((u64)state << 32) | ((u64)index + 1);
}

void vmbus_requests_init(struct vmbus_requests *t,
			 struct vmbus_request_slot *slot, u32 size,
			 bool listed)
{
	u32 i;

	t->slot = slot;
	t->size = slot ? size : 0;
	t->free = listed ? 0 : t->size;
	t->listed = listed;
	for (i = 0; i < t->size; i++) {
		slot[i].cookie = NULL;
		/* An id of an earlier use of this memory must find nothing. */
		slot[i].state = (slot[i].state + REQUEST_BUSY) & ~REQUEST_BUSY;
		slot[i].next = i + 1;
	}
}

u64 vmbus_requests_set(struct vmbus_requests *t, u32 index, void *cookie)
{
	struct vmbus_request_slot *s;
	u32 state;

	if (index >= t->size || !cookie)
		return 0;
	s = &t->slot[index];
	/* Pairs with the cmpxchg in take(): its read of the cookie is over. */
	state = smp_load_acquire(&s->state);
	if (state & REQUEST_BUSY)
		return 0;
	WRITE_ONCE(s->cookie, cookie);
	state++;
	/* Pairs with the load-acquire in take(). */
	smp_store_release(&s->state, state);
	return vmbus_requests_id(index, state);
}

u64 vmbus_requests_alloc(struct vmbus_requests *t, void *cookie)
{
	u32 index = t->free;
	u64 id;

	if (index >= t->size)
		return 0;
	id = vmbus_requests_set(t, index, cookie);
	if (id)
		t->free = t->slot[index].next;
	return id;
}

static void *vmbus_requests_release(struct vmbus_requests *t, u32 index,
				    u32 state)
{
	struct vmbus_request_slot *s = &t->slot[index];
	void *cookie = READ_ONCE(s->cookie);

	if (cmpxchg(&s->state, state, state + 1) != state)
		return NULL;	/* another take was faster */
	if (t->listed) {
		s->next = t->free;
		t->free = index;
	}
	return cookie;
}

void *vmbus_requests_take(struct vmbus_requests *t, u64 id)
{
	u32 index = (u32)id - 1;	/* id 0 becomes the largest u32 */
	u32 state = (u32)(id >> 32);

	if (index >= t->size || !(state & REQUEST_BUSY))
		return NULL;
	/* Pairs with the store-release in set(). */
	if (smp_load_acquire(&t->slot[index].state) != state)
		return NULL;
	return vmbus_requests_release(t, index, state);
}

void *vmbus_requests_take_any(struct vmbus_requests *t, u32 *cursor)
{
	void *cookie;
	u32 state;

	while (*cursor < t->size) {
		/* Pairs with the release in set(): the cookie is there. */
		state = smp_load_acquire(&t->slot[*cursor].state);
		if (state & REQUEST_BUSY) {
			cookie = vmbus_requests_release(t, *cursor, state);
			if (cookie)
				return cookie;
		}
		(*cursor)++;
	}
	return NULL;
}

u32 vmbus_requests_count(const struct vmbus_requests *t)
{
	u32 i, n = 0;

	for (i = 0; i < t->size; i++)
		if (READ_ONCE(t->slot[i].state) & REQUEST_BUSY)
			n++;
	return n;
}
