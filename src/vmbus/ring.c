// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ring buffers shared with the host (see ring.h, protocol 2.7).
 *
 * Host contract: one writer and one reader for each direction. write_index
 * belongs to the writer, read_index and interrupt_mask to the reader,
 * pending_send_size to the writer. All barriers are against the host on
 * another physical CPU, hence virt_*() also on uniprocessor kernels.
 *
 * The host can write all of it at any moment: each shared value is loaded once,
 * into a local variable, and checked there.
 */
#include "ring.h"

#define RING_DESC_BYTES	((u32)sizeof(struct vmbus_packet_desc))

/* Bytes from index @from forward to index @to. */
static u32 ring_distance(u32 from, u32 to, u32 size)
{
	return to >= from ? to - from : size - (from - to);
}

/* Bytes a writer at @write has in front of it; all of them when empty. */
static u32 ring_free(u32 write, u32 read, u32 size)
{
	return size - ring_distance(read, write, size);
}

/* @index + @bytes, with @bytes <= @size. */
static u32 ring_advance(u32 index, u32 bytes, u32 size)
{
	return bytes >= size - index ? bytes - (size - index) : index + bytes;
}

static bool ring_size_valid(const void *shared, u32 bytes)
{
	return shared && bytes >= 2 * HV_HYP_PAGE_SIZE &&
	       !(bytes & (HV_HYP_PAGE_SIZE - 1));
}

static void ring_header_init(struct vmbus_ring_header *hdr)
{
	memset(hdr, 0, sizeof(*hdr));
	hdr->feature_bits = VMBUS_RING_FEAT_PENDING_SEND_SZ;
}

/* -------- guest to host -------- */

int vmbus_tx_ring_init(struct vmbus_tx_ring *r, void *shared, u32 bytes)
{
	if (!ring_size_valid(shared, bytes))
		return -EINVAL;
	memset(r, 0, sizeof(*r));
	r->hdr = shared;
	r->data = (u8 *)shared + HV_HYP_PAGE_SIZE;
	r->size = bytes - HV_HYP_PAGE_SIZE;
	ring_header_init(r->hdr);
	return 0;
}

/* Load the host's read index. False, for good, when it lies outside. */
static bool vmbus_tx_ring_look(struct vmbus_tx_ring *r)
{
	/*
	 * Pairs with the host's publication of read_index after it has read
	 * the data: what we write from now on lands in room it is done with.
	 */
	u32 read = virt_load_acquire(&r->hdr->read_index);

	if (read >= r->size) {
		r->broken = true;
		return false;
	}
	r->read = read;
	return true;
}

/* Append at the private write index; the caller has made sure of the room. */
static void vmbus_tx_ring_put(struct vmbus_tx_ring *r, const void *src,
			      u32 len)
{
	u32 first = r->size - r->write;

	if (len < first)
		first = len;
	memcpy(r->data + r->write, src, first);
	memcpy(r->data, (const u8 *)src + first, len - first);
	r->write = ring_advance(r->write, len, r->size);
}

/* Never fill a ring completely: full would look like empty. */
static bool vmbus_tx_ring_fits(const struct vmbus_tx_ring *r, u32 need)
{
	return ring_free(r->write, r->read, r->size) > need;
}

/*
 * Tell the host how much room we wait for, then look once more. 0 when the
 * room has appeared, else -EAGAIN or -EIO.
 */
static int vmbus_tx_ring_block(struct vmbus_tx_ring *r, u32 need)
{
	u32 before = r->blocked;

	/*
	 * The host must see the ring as full as we do. If it did not see the
	 * staged packets, it could pass the mark without noticing.
	 */
	vmbus_tx_ring_show(r);

	/* Several senders can wait: the one with the largest wish decides. */
	if (need > before) {
		r->blocked = need;
		WRITE_ONCE(r->hdr->pending_send_size, need);
	}
	/*
	 * pending_send_size before read_index. Pairs with the host, which
	 * publishes read_index before it reads pending_send_size: either it
	 * sees our wish, or we see its room.
	 */
	virt_mb();
	if (!vmbus_tx_ring_look(r))
		return -EIO;
	if (vmbus_tx_ring_fits(r, need)) {
		/* Only a wish that nobody else relies on may be withdrawn. */
		if (!before) {
			r->blocked = 0;
			WRITE_ONCE(r->hdr->pending_send_size, 0);
		}
		return 0;
	}

	r->full_total++;
	if (!r->full)
		r->full_first++;
	r->full = true;
	return -EAGAIN;
}

int vmbus_tx_ring_stage(struct vmbus_tx_ring *r, const struct vmbus_iovec *iov,
			u32 count)
{
	static const u8 zero[8];
	u32 len = 0, padded, start, i;
	u64 trailer;
	int ret;

	for (i = 0; i < count; i++) {
		if (iov[i].len > r->size - len)
			return -EINVAL;
		len += iov[i].len;
	}
	padded = (len + 7) & ~7u;
	if (len < RING_DESC_BYTES || padded + VMBUS_PKT_TRAILER >= r->size)
		return -EINVAL;
	if (r->broken)
		return -EIO;

	if (!vmbus_tx_ring_fits(r, padded + VMBUS_PKT_TRAILER)) {
		if (!vmbus_tx_ring_look(r))
			return -EIO;
		if (!vmbus_tx_ring_fits(r, padded + VMBUS_PKT_TRAILER)) {
			ret = vmbus_tx_ring_block(r, padded + VMBUS_PKT_TRAILER);
			if (ret)
				return ret;
		}
	}
	r->full = false;

	start = r->write;
	for (i = 0; i < count; i++)
		vmbus_tx_ring_put(r, iov[i].base, iov[i].len);
	vmbus_tx_ring_put(r, zero, padded - len);
	trailer = (u64)start << 32;
	vmbus_tx_ring_put(r, &trailer, VMBUS_PKT_TRAILER);
	return 0;
}

void vmbus_tx_ring_show(struct vmbus_tx_ring *r)
{
	u32 old = r->published, read;

	if (r->write == old)
		return;

	/* Packet bytes before the index. Pairs with the host's load of it. */
	virt_store_release(&r->hdr->write_index, r->write);
	r->published = r->write;
	/*
	 * write_index before interrupt_mask and read_index. Pairs with the
	 * host, which unmasks and publishes read_index before it looks at
	 * write_index a last time: either it sees the packets, or we see that
	 * it went to sleep.
	 */
	virt_mb();
	read = READ_ONCE(r->hdr->read_index);
	if (read >= r->size)
		r->broken = true;
	/* Was the ring empty before? A wrong index costs one signal at most. */
	if (read == old && !READ_ONCE(r->hdr->interrupt_mask)) {
		r->signal = true;
		r->due = old;
	}
}

bool vmbus_tx_ring_publish(struct vmbus_tx_ring *r)
{
	vmbus_tx_ring_show(r);
	if (!r->signal)
		return false;
	r->signal = false;
	/*
	 * A host that has read what the signal was for has woken up by itself,
	 * and looks at write_index again before it sleeps (above).
	 */
	return READ_ONCE(r->hdr->read_index) == r->due;
}

void vmbus_tx_ring_unblock(struct vmbus_tx_ring *r)
{
	if (!r->blocked || r->broken || !vmbus_tx_ring_look(r))
		return;
	if (vmbus_tx_ring_fits(r, r->blocked)) {
		r->blocked = 0;
		WRITE_ONCE(r->hdr->pending_send_size, 0);
	}
}

u32 vmbus_tx_ring_free(const struct vmbus_tx_ring *r)
{
	u32 read = READ_ONCE(r->hdr->read_index);
	u32 write = READ_ONCE(r->write);

	if (r->broken || read >= r->size)
		return 0;
	return ring_free(write, read, r->size);
}

/* -------- host to guest -------- */

int vmbus_rx_ring_init(struct vmbus_rx_ring *r, void *shared, u32 bytes,
		       void *copy, u32 copy_size)
{
	if (!ring_size_valid(shared, bytes) || !copy ||
	    copy_size < RING_DESC_BYTES)
		return -EINVAL;
	memset(r, 0, sizeof(*r));
	r->hdr = shared;
	r->data = (const u8 *)shared + HV_HYP_PAGE_SIZE;
	r->size = bytes - HV_HYP_PAGE_SIZE;
	r->copy = copy;
	r->copy_size = copy_size;
	ring_header_init(r->hdr);
	return 0;
}

/* Copy @len bytes from the private read index on; @len <= what is waiting. */
static void vmbus_rx_ring_peek(const struct vmbus_rx_ring *r, void *dst,
			       u32 len)
{
	u32 first = r->size - r->read;

	if (len < first)
		first = len;
	memcpy(dst, r->data + r->read, first);
	memcpy((u8 *)dst + first, r->data, len - first);
	/* The compiler must not fetch from the ring again what it forgot. */
	barrier();
}

int vmbus_rx_ring_next(struct vmbus_rx_ring *r, struct vmbus_rx_packet *pkt)
{
	struct vmbus_packet_desc desc;
	u32 avail, len, offset;

	if (r->broken)
		return -EIO;
	if (r->read == r->write) {
		/* Index before data. Pairs with the host's publication. */
		u32 write = virt_load_acquire(&r->hdr->write_index);

		if (write >= r->size) {
			r->broken = true;
			return -EIO;
		}
		r->write = write;
	}

	for (;;) {
		avail = ring_distance(r->read, r->write, r->size);
		if (!avail)
			return 0;
		if (avail < RING_DESC_BYTES + VMBUS_PKT_TRAILER)
			goto drop_all;

		vmbus_rx_ring_peek(r, &desc, sizeof(desc));
		len = (u32)desc.len8 * 8;
		offset = (u32)desc.offset8 * 8;
		if (offset < RING_DESC_BYTES || len < offset ||
		    len > avail - VMBUS_PKT_TRAILER)
			goto drop_all;
		if (len <= r->copy_size)
			break;

		r->dropped++;
		r->lost = true;
		r->read = ring_advance(r->read, len + VMBUS_PKT_TRAILER,
				       r->size);
	}

	vmbus_rx_ring_peek(r, r->copy, len);
	/* The descriptor in the copy is the one that was checked. */
	memcpy(r->copy, &desc, sizeof(desc));
	r->read = ring_advance(r->read, len + VMBUS_PKT_TRAILER, r->size);

	pkt->type = desc.type;
	pkt->flags = desc.flags;
	pkt->trans_id = desc.trans_id;
	pkt->hdr = r->copy + RING_DESC_BYTES;
	pkt->hdr_len = offset - RING_DESC_BYTES;
	pkt->data = r->copy + offset;
	pkt->len = len - offset;
	return 1;

drop_all:
	r->dropped++;
	r->lost = true;
	r->read = r->write;
	return 0;
}

bool vmbus_rx_ring_release(struct vmbus_rx_ring *r)
{
	u32 bytes = ring_distance(r->released, r->read, r->size);
	u32 pending, write, after;

	if (!bytes || r->broken)
		return false;

	/* Our reads of the packets before the index. */
	virt_store_release(&r->hdr->read_index, r->read);
	r->released = r->read;
	/*
	 * read_index before pending_send_size. Pairs with the host's writer,
	 * which sets pending_send_size before it looks at read_index again:
	 * either it sees our room, or we see its wish.
	 */
	virt_mb();
	if (!(READ_ONCE(r->hdr->feature_bits) & VMBUS_RING_FEAT_PENDING_SEND_SZ))
		return false;
	pending = READ_ONCE(r->hdr->pending_send_size);
	if (!pending)
		return false;
	write = READ_ONCE(r->hdr->write_index);
	if (write >= r->size)
		return false;

	/* Signal on the crossing only: less before, enough now. */
	after = ring_free(write, r->read, r->size);
	return after > pending && (after <= bytes || after - bytes <= pending);
}

void vmbus_rx_ring_mask(struct vmbus_rx_ring *r)
{
	/*
	 * No barrier: a host that sees this late signals once too often, and
	 * it can do so only after vmbus_rx_ring_release(), which has one.
	 */
	WRITE_ONCE(r->hdr->interrupt_mask, 1);
}

bool vmbus_rx_ring_unmask(struct vmbus_rx_ring *r)
{
	WRITE_ONCE(r->hdr->interrupt_mask, 0);
	/*
	 * interrupt_mask before write_index. Pairs with the host, which
	 * publishes write_index before it reads the mask: either it sees the
	 * mask gone and signals, or we see its packet.
	 */
	virt_mb();
	return vmbus_rx_ring_avail(r) != 0;
}

u32 vmbus_rx_ring_avail(const struct vmbus_rx_ring *r)
{
	u32 write = READ_ONCE(r->hdr->write_index);

	if (r->broken || write >= r->size)
		return 0;
	return ring_distance(READ_ONCE(r->read), write, r->size);
}
