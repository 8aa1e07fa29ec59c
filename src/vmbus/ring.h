/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ring buffers (protocol 2.7): pure code, see hyperv/pure.h.
 *
 * The two directions are two types. Host-writable memory is read once per
 * value, checked, and used from the copy.
 */
#ifndef VMBUS_RING_H
#define VMBUS_RING_H

#include <hyperv/pure.h>

struct vmbus_ring_header;	/* shared 4096-byte page, hyperv/vmbus_proto.h */

/**
 * struct vmbus_tx_ring - guest-to-host ring; the caller serialises all calls
 * @hdr: shared header page
 * @data: shared data area
 * @size: bytes of @data
 * @write: our private write index, may be ahead of the published one
 * @published: write index last published to the host
 * @broken: the host wrote an index outside the ring
 */
struct vmbus_tx_ring {
	struct vmbus_ring_header *hdr;
	u8 *data;
	u32 size;
	u32 write;
	u32 published;
	bool broken;
	/* statistics */
	u64 full_first;		/* times the ring became full */
	u64 full_total;		/* sends refused */
	bool full;
};

/**
 * struct vmbus_rx_ring - host-to-guest ring; one reader at a time
 * @read: our private read index; published by vmbus_rx_ring_release()
 * @copy: private buffer for one packet
 * @copy_size: its size in bytes = largest packet accepted
 */
struct vmbus_rx_ring {
	struct vmbus_ring_header *hdr;
	const u8 *data;
	u32 size;
	u32 read;
	u32 released;
	u8 *copy;
	u32 copy_size;
	bool broken;
	u64 dropped;		/* packets that failed validation or were too long */
};

struct vmbus_rx_packet {
	u16 type, flags;
	u64 trans_id;
	const u8 *hdr;		/* after the 16-byte descriptor */
	u32 hdr_len;
	const u8 *data;
	u32 len;
};

struct vmbus_iovec {
	const void *base;
	u32 len;
};

/* @pages_bytes: header page plus data area, multiple of 4096, at least 8192. 0 or -EINVAL. */
int vmbus_tx_ring_init(struct vmbus_tx_ring *r, void *shared, u32 bytes);
int vmbus_rx_ring_init(struct vmbus_rx_ring *r, void *shared, u32 bytes,
		       void *copy, u32 copy_size);

/*
 * Copy one packet (descriptor included as the first bytes of @iov) into the
 * ring without publishing it. Adds padding and the 8-byte trailer.
 * 0, -EAGAIN (no room: pending_send_size is set so that the host will signal),
 * -EINVAL (larger than the ring), -EIO (broken).
 */
int vmbus_tx_ring_stage(struct vmbus_tx_ring *r, const struct vmbus_iovec *iov,
			u32 count);
/* Publish all staged packets. Returns true when the host must be signalled. */
bool vmbus_tx_ring_publish(struct vmbus_tx_ring *r);
u32 vmbus_tx_ring_free(const struct vmbus_tx_ring *r);

/* 1: *pkt filled with a private copy; 0: empty; -EIO: ring broken. Skips (and counts) bad packets. */
int vmbus_rx_ring_next(struct vmbus_rx_ring *r, struct vmbus_rx_packet *pkt);
/* Give consumed space back. Returns true when a blocked host writer must be signalled. */
bool vmbus_rx_ring_release(struct vmbus_rx_ring *r);
void vmbus_rx_ring_mask(struct vmbus_rx_ring *r);
/* Unmask, then look again: true when packets are waiting (caller masks and goes on). */
bool vmbus_rx_ring_unmask(struct vmbus_rx_ring *r);
u32 vmbus_rx_ring_avail(const struct vmbus_rx_ring *r);

#endif /* VMBUS_RING_H */
