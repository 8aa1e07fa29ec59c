/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Ring buffers (protocol 2.7): pure code, see hyperv/pure.h.
 *
 * The two directions are two types. Host-writable memory is read once per
 * value, checked, and used from the copy.
 */
#ifndef VMBUS_RING_H
#define VMBUS_RING_H

#include <hyperv/vmbus_proto.h>

/**
 * struct vmbus_tx_ring - guest-to-host ring; the caller serialises all calls
 * @hdr: shared header page
 * @data: shared data area
 * @size: bytes of @data
 * @write: our private write index, may be ahead of the published one
 * @published: write index last published to the host
 * @read: the host's read index as last seen; it can only free more room since
 * @blocked: value of pending_send_size that we have set, 0 = none
 * @signal: the host is owed a signal, which publish() will report
 * @due: it found the ring empty up to here; meaningful while @signal
 * @full: the last send was refused
 * @broken: the host wrote an index outside the ring; the ring is dead
 * @full_first: times the ring became full
 * @full_total: sends refused
 */
struct vmbus_tx_ring {
	struct vmbus_ring_header *hdr;
	u8 *data;
	u32 size;
	u32 write;
	u32 published;
	u32 read;
	u32 blocked;
	u32 due;
	bool signal;
	bool full;
	bool broken;
	u64 full_first;
	u64 full_total;
};

/**
 * struct vmbus_rx_ring - host-to-guest ring; one reader at a time
 * @hdr: shared header page
 * @data: shared data area
 * @size: bytes of @data
 * @read: our private read index; published by vmbus_rx_ring_release()
 * @released: read index last published to the host
 * @write: the host's write index as last seen
 * @copy: private buffer for one packet
 * @copy_size: its size in bytes = largest packet accepted
 * @broken: the host wrote an index outside the ring; the ring is dead
 * @lost: something was discarded, and what it answered will not be known
 * @dropped: packets that failed validation or were too long
 */
struct vmbus_rx_ring {
	struct vmbus_ring_header *hdr;
	const u8 *data;
	u32 size;
	u32 read;
	u32 released;
	u32 write;
	u8 *copy;
	u32 copy_size;
	bool broken;
	bool lost;
	u64 dropped;
};

/**
 * struct vmbus_rx_packet - one received packet; all pointers lead into the copy
 * @type: VMBUS_PKT_*
 * @flags: VMBUS_PKT_FLAG_*
 * @trans_id: transaction id, chosen by the host
 * @hdr: bytes between the 16-byte descriptor and the payload
 * @hdr_len: their number
 * @data: payload
 * @len: its length, padding to 8 bytes included
 */
struct vmbus_rx_packet {
	u16 type, flags;
	u64 trans_id;
	const u8 *hdr;
	u32 hdr_len;
	const u8 *data;
	u32 len;
};

struct vmbus_iovec {
	const void *base;
	u32 len;
};

/**
 * vmbus_tx_ring_init() - clear the shared header and start empty
 * @shared: header page and data area; not yet known to the host
 * @bytes: size of both, a multiple of 4096, at least 8192
 * Return: 0 or -EINVAL.
 */
int vmbus_tx_ring_init(struct vmbus_tx_ring *r, void *shared, u32 bytes);

/**
 * vmbus_rx_ring_init() - clear the shared header and start empty
 * @copy: private buffer of @copy_size bytes, aligned to 8
 * @copy_size: largest packet to accept, descriptor included; at least 16
 * Return: 0 or -EINVAL.
 */
int vmbus_rx_ring_init(struct vmbus_rx_ring *r, void *shared, u32 bytes,
		       void *copy, u32 copy_size);

/**
 * vmbus_tx_ring_stage() - copy one packet into the ring without publishing it
 * @iov: the packet; its first bytes are the descriptor
 * @count: number of pieces
 *
 * Adds padding to 8 bytes and the trailer. When there is no room, everything
 * staged before has been published and pending_send_size is set, so that the
 * host will signal: the caller must then still call vmbus_tx_ring_publish() and
 * obey its answer, or a host that sleeps would never make room.
 * Return: 0, -EAGAIN (no room), -EINVAL (can never fit, or no descriptor),
 * -EIO (broken).
 */
int vmbus_tx_ring_stage(struct vmbus_tx_ring *r, const struct vmbus_iovec *iov,
			u32 count);

/*
 * Publish all staged packets, but leave the signal to publish(): a host that is
 * awake begins with them, one that sleeps is not woken by each of them.
 */
void vmbus_tx_ring_show(struct vmbus_tx_ring *r);

/* Publish all staged packets. Returns true when the host must be signalled. */
bool vmbus_tx_ring_publish(struct vmbus_tx_ring *r);

/*
 * Withdraw pending_send_size if there is room for the blocked packet again. To
 * be called at the start of the channel interrupt, before whoever was refused
 * is told to look: elsewhere it could withdraw a wish that the host has not
 * yet seen fulfilled, and the signal would be lost. Not calling it costs
 * needless interrupts only.
 */
void vmbus_tx_ring_unblock(struct vmbus_tx_ring *r);

/* Bytes free now; a hint, needs no lock; 0 when the ring is broken. */
u32 vmbus_tx_ring_free(const struct vmbus_tx_ring *r);

/**
 * vmbus_rx_ring_next() - copy the next packet out of the ring
 *
 * A packet longer than copy_size is counted and skipped. A packet whose
 * lengths make no sense is counted, and with it goes all that is waiting: the
 * write index is the only packet boundary that is left. One call looks at no
 * more than what was waiting when it began.
 * Return: 1 (*@pkt describes the copy, valid until the next call), 0 (empty),
 * -EIO (ring broken).
 */
int vmbus_rx_ring_next(struct vmbus_rx_ring *r, struct vmbus_rx_packet *pkt);

/* Give consumed space back. Returns true when a blocked host writer must be signalled. */
bool vmbus_rx_ring_release(struct vmbus_rx_ring *r);

/* Ask the host not to signal. */
void vmbus_rx_ring_mask(struct vmbus_rx_ring *r);

/*
 * Ask for signals again, then look: true when packets are waiting (the caller
 * masks and goes on). Space must have been released before.
 */
bool vmbus_rx_ring_unmask(struct vmbus_rx_ring *r);

/* Bytes waiting now; a hint, needs no lock; 0 when the ring is broken. */
u32 vmbus_rx_ring_avail(const struct vmbus_rx_ring *r);

#endif /* VMBUS_RING_H */
