// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host's view of one ring direction: indices, copies with wrap, and the
 * two rules about when the other side must be told.
 */
#include <stdlib.h>
#include <string.h>

#include "bus.h"

u32 ring_get(const struct ring *r, unsigned int off)
{
	return __atomic_load_n((u32 *)(r->page[0] + off), __ATOMIC_ACQUIRE);
}

void ring_set(struct ring *r, unsigned int off, u32 val)
{
	__atomic_store_n((u32 *)(r->page[0] + off), val, __ATOMIC_RELEASE);
}

/* The data area need not be contiguous in guest memory, so copies go page by page. */
void ring_copy_out(const struct ring *r, u32 at, void *to, u32 len)
{
	u8 *dst = to;

	while (len) {
		u32 in = at % HV_PAGE, n = HV_PAGE - in;

		if (n > len)
			n = len;
		memcpy(dst, r->page[1 + at / HV_PAGE] + in, n);
		dst += n;
		len -= n;
		at += n;
		if (at >= r->size)
			at -= r->size;
	}
}

void ring_copy_in(struct ring *r, u32 at, const void *from, u32 len)
{
	const u8 *src = from;

	while (len) {
		u32 in = at % HV_PAGE, n = HV_PAGE - in;

		if (n > len)
			n = len;
		memcpy(r->page[1 + at / HV_PAGE] + in, src, n);
		src += n;
		len -= n;
		at += n;
		if (at >= r->size)
			at -= r->size;
	}
}

u32 ring_used(u32 size, u32 write, u32 read)
{
	return write >= read ? write - read : size - (read - write);
}

u32 ring_free(u32 size, u32 write, u32 read)
{
	return size - ring_used(size, write, read);
}

enum ring_result ring_read_packet(struct ring *r, u8 **buf, u32 *cap, u32 *len,
				  bool *signal, const char **why)
{
	u32 write = ring_get(r, RING_WRITE), read = r->own;
	u32 used, total, off, free_before, free_after, pending;
	struct pkt_desc d;
	u64 trailer;

	*signal = false;
	if (write == read)
		return RING_EMPTY;
	if (write >= r->size) {
		*why = "ring_index";
		return RING_BAD;
	}
	used = ring_used(r->size, write, read);
	if (used < sizeof(d) + 8) {
		*why = "packet_short";
		return RING_BAD;
	}
	ring_copy_out(r, read, &d, sizeof(d));
	off = d.off8 * 8u;
	total = d.len8 * 8u;
	if (off < sizeof(d) || off > total || total + 8 > used) {
		*why = "packet_offsets";
		return RING_BAD;
	}
	if (total > *cap) {
		u8 *bigger = realloc(*buf, total);

		if (!bigger)
			die(4, "out of memory for a packet of %u bytes", total);
		*buf = bigger;
		*cap = total;
	}
	ring_copy_out(r, read, *buf, total);
	/* the sizes that were checked are the ones that count, whatever the guest wrote since */
	memcpy(*buf, &d, sizeof(d));
	*len = total;
	ring_copy_out(r, (read + total) % r->size, &trailer, 8);
	if (trailer >> 32 != read)
		*why = "packet_trailer";

	r->own = (read + total + 8) % r->size;
	if (!r->index_forged)
		ring_set(r, RING_READ, r->own);
	/* the new read index must be visible before the writer's wish is looked at */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (ring_get(r, RING_FEATURES) & RING_FEATURE_PENDING) {
		pending = ring_get(r, RING_PENDING);
		if (pending) {
			write = ring_get(r, RING_WRITE);
			if (write < r->size) {
				/* the writer may have gone on since: both from one look */
				free_after = ring_free(r->size, write, r->own);
				free_before = free_after - (total + 8);
				*signal = free_before <= pending && free_after > pending;
			}
		}
	}
	return RING_PACKET;
}

u32 ring_packet_space(u32 len, bool trailer)
{
	return ((len + 7) & ~7u) + (trailer ? 8 : 0);
}

int ring_write_packet(struct ring *r, const void *pkt, u32 len, bool trailer, bool *signal)
{
	u32 read = ring_get(r, RING_READ), old = r->own, need = ring_packet_space(len, trailer);
	u32 padded = (len + 7) & ~7u;
	static const u8 zero[8];

	*signal = false;
	if (read >= r->size)
		return -2;
	if (ring_free(r->size, old, read) <= need)
		return -1;
	ring_copy_in(r, old, pkt, len);
	if (padded != len)
		ring_copy_in(r, (old + len) % r->size, zero, padded - len);
	if (trailer) {
		u64 t = (u64)old << 32;

		ring_copy_in(r, (old + padded) % r->size, &t, 8);
	}
	r->own = (old + need) % r->size;
	if (!r->index_forged)
		ring_set(r, RING_WRITE, r->own);
	/* publish first, then look whether the reader sleeps */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	if (!ring_get(r, RING_MASK) && ring_get(r, RING_READ) == old)
		*signal = true;
	return 0;
}
