/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Table of outstanding requests of a channel: pure code, see hyperv/pure.h.
 *
 * What travels to the host as transaction id is a table index and the
 * generation of that entry, never an address (hardening 4). The host may send
 * back anything: an id that was never given out, that was answered before, or
 * whose entry has since been given to another request finds nothing.
 */
#ifndef VMBUS_REQUESTS_H
#define VMBUS_REQUESTS_H

#include <hyperv/pure.h>

/**
 * struct vmbus_request_slot - one entry of the table
 * @cookie: what take() returns; meaningful while @state is odd
 * @state: generation: odd while outstanding, even while free; each step adds 1
 * @next: free list of alloc()
 */
struct vmbus_request_slot {
	void *cookie;
	u32 state;
	u32 next;
};

/**
 * struct vmbus_requests - outstanding requests of a channel
 * @slot: @size entries
 * @size: number of entries
 * @free: first entry of the free list, or @size
 *
 * Locking: take() and take_any() may run at the same time as anything else,
 * as long as the entry came from set(). alloc(), and the take of an id that
 * came from alloc(), need one lock of the caller: it protects the free list.
 */
struct vmbus_requests {
	struct vmbus_request_slot *slot;
	u32 size;
	u32 free;
	bool listed;		/* ids come from alloc() */
};

/**
 * vmbus_requests_init() - start with an empty table
 * @slot: @size zeroed entries, owned by the caller; NULL with @size 0 makes a
 *	table in which nothing is ever found
 * @listed: ids come from alloc(); otherwise from set(). Never both.
 */
void vmbus_requests_init(struct vmbus_requests *t,
			 struct vmbus_request_slot *slot, u32 size,
			 bool listed);

/* The new id, never 0; or 0 when the table is full or @cookie is NULL. */
u64 vmbus_requests_alloc(struct vmbus_requests *t, void *cookie);

/*
 * Enter @cookie at @index, which one caller at a time owns. The new id, never
 * 0; or 0 when @index is taken or out of range or @cookie is NULL. Lock-free.
 */
u64 vmbus_requests_set(struct vmbus_requests *t, u32 index, void *cookie);

/* The cookie, exactly once for each id; NULL for an id not outstanding. */
void *vmbus_requests_take(struct vmbus_requests *t, u64 id);

/*
 * Take some outstanding request; NULL when none is left. *@cursor starts at 0
 * and is kept by the caller from call to call.
 */
void *vmbus_requests_take_any(struct vmbus_requests *t, u32 *cursor);

/* How many are outstanding; a hint while others use the table. */
u32 vmbus_requests_count(const struct vmbus_requests *t);

#endif /* VMBUS_REQUESTS_H */
