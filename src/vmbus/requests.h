/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Table of outstanding requests (hardening 4): pure code. Ids on the wire are
 * table index + 1, so that 0 stays "unsolicited".
 */
#ifndef VMBUS_REQUESTS_H
#define VMBUS_REQUESTS_H

#include <hyperv/pure.h>

/**
 * struct vmbus_requests - outstanding requests of a channel
 * @slot: cookie, or NULL when free
 * @next: free list, used by alloc only
 * @free: first free index or @size
 *
 * set() and take() of an index are atomic against each other. alloc() and the
 * take() of allocated ids need the caller's lock.
 */
struct vmbus_requests {
	void **slot;
	u32 *next;
	u32 size;
	u32 free;
	bool listed;		/* free list in use: ids came from alloc() */
};

/* The caller supplies zeroed arrays of @size entries each. @next may be NULL: then only set() works. */
void vmbus_requests_init(struct vmbus_requests *t, void **slot, u32 *next,
			 u32 size);
u64 vmbus_requests_alloc(struct vmbus_requests *t, void *cookie);
u64 vmbus_requests_set(struct vmbus_requests *t, u32 index, void *cookie);
void *vmbus_requests_take(struct vmbus_requests *t, u64 id);
void *vmbus_requests_take_any(struct vmbus_requests *t, u32 *cursor);

#endif /* VMBUS_REQUESTS_H */
