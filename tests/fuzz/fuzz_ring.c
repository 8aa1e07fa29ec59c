// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzz target: both directions of a ring while a hostile host rewrites header
 * and data at every load and barrier of the code under test.
 */
/* sources: src/vmbus/ring.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "vmbus/ring.h"

#define DATA	4096u
#define COPY	256u

static const uint8_t *in;
static size_t left;
static u8 *mem, *copy, *payload;
static struct vmbus_tx_ring tx;
static struct vmbus_rx_ring rx;

static void must(int condition)
{
	if (!condition)
		abort();
}

static u32 take(u32 bytes)
{
	u32 v = 0;

	while (bytes-- && left) {
		v = v << 8 | *in++;
		left--;
	}
	return v;
}

static void set_word(u32 at, u32 value)
{
	memcpy(mem + at, &value, sizeof(value));
}

/* An index: anything, near the end of the ring, or aligned and inside. */
static u32 any_index(void)
{
	u32 v = take(1);

	switch (v & 3) {
	case 0:
		return take(4);
	case 1:
		return DATA - 64 + take(1);
	default:
		return (v >> 2 | take(1) << 6) * 8 % DATA;
	}
}

/* One act of the host. */
static void host(void)
{
	struct vmbus_packet_desc desc;
	u32 write, i, len;

	switch (take(1) % 8) {
	case 0:
		set_word(0, any_index());
		break;
	case 1:
		set_word(4, any_index());
		break;
	case 2:
		set_word(8, take(1));
		break;
	case 3:
		set_word(12, any_index());
		break;
	case 4:
		set_word(64, take(1));
		break;
	case 5:
		write = take(2) % DATA;
		len = take(1) % 32;
		for (i = 0; i < len; i++)
			mem[4096 + (write + i) % DATA] = (u8)take(1);
		break;
	default:
		/* a packet that is almost right, appended and published */
		memcpy(&write, mem, sizeof(write));
		write %= DATA;
		memset(&desc, 0, sizeof(desc));
		desc.type = (u16)take(1);
		desc.offset8 = 2 + take(1) % 4;
		desc.len8 = desc.offset8 + take(1) % 48;
		if (!(desc.type & 0xF0))
			desc.len8 = (u16)take(2);
		for (i = 0; i < sizeof(desc); i++)
			mem[4096 + (write + i) % DATA] = ((u8 *)&desc)[i];
		set_word(0, (write + desc.len8 * 8 + 8) % DATA);
	}
}

/* Each load and barrier of the code under test asks whether the host acts. */
static bool hooks;

static void maybe_host(void)
{
	if (!hooks || !left)
		return;
	hooks = false;
	if (take(1) & 1)
		host();
	hooks = true;
}

void shim_on_barrier(void)
{
	maybe_host();
}

void shim_on_mb(void)
{
	maybe_host();
}

void shim_on_read(void)
{
	maybe_host();
}

static void check_state(void)
{
	must(tx.write < tx.size && tx.published < tx.size && tx.read < tx.size);
	must(rx.read < rx.size && rx.released < rx.size && rx.write < rx.size);
	must(tx.blocked < tx.size);
}

static void guest_send(void)
{
	struct vmbus_iovec iov[3];
	u32 before = tx.write, total, padded, need, room;
	int ret;

	iov[0].base = payload;
	iov[0].len = take(1) % 32;
	iov[1].base = payload;
	iov[1].len = take(2) % 6000;
	iov[2].base = payload;
	iov[2].len = take(1);
	if (iov[2].len == 255)
		iov[2].len = 0xFFFFFFF0 + take(1);
	room = take(1) & 3;
	total = iov[0].len + (room > 1 ? iov[1].len : 0) + (room > 2 ? iov[2].len : 0);
	ret = vmbus_tx_ring_stage(&tx, iov, room);
	padded = (total + 7) & ~7u;
	need = padded + 8;
	if (!ret) {
		must(room > 0 && total >= 16 && need < DATA);
		must(tx.write == (before + need) % DATA);
	} else {
		must(ret == -EAGAIN || ret == -EINVAL || ret == -EIO);
		must(tx.write == before);
		must(ret != -EAGAIN || (tx.published == tx.write && tx.blocked));
		must(ret != -EIO || tx.broken);
	}
}

static void guest_receive(void)
{
	struct vmbus_rx_packet pkt;
	struct vmbus_packet_desc desc;
	u32 i, sum = 0, before = rx.read;
	int ret = vmbus_rx_ring_next(&rx, &pkt);

	/* never past what the host had published */
	must((rx.read - before + DATA) % DATA <= (rx.write - before + DATA) % DATA);
	if (ret != 1) {
		must(ret == 0 || (ret == -EIO && rx.broken));
		return;
	}
	memcpy(&desc, copy, sizeof(desc));
	must(desc.type == pkt.type && desc.trans_id == pkt.trans_id);
	must(pkt.hdr == copy + 16 && pkt.data == pkt.hdr + pkt.hdr_len);
	must(pkt.hdr_len <= COPY - 16 && pkt.len <= COPY - 16 - pkt.hdr_len);
	must(desc.len8 * 8u == 16 + pkt.hdr_len + pkt.len);
	/* every byte that a driver may look at */
	for (i = 0; i < pkt.hdr_len; i++)
		sum += pkt.hdr[i];
	for (i = 0; i < pkt.len; i++)
		sum += pkt.data[i];
	must(sum <= 255 * COPY);
}

/* Input: a program, one byte per act and its arguments. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	in = data;
	left = size;
	/* exact sizes, so that one byte beyond is an error */
	mem = malloc(4096 + DATA);
	copy = malloc(COPY);
	payload = malloc(6000);
	must(mem && copy && payload);
	memset(mem, 0, 4096 + DATA);
	memset(payload, 0x5A, 6000);
	hooks = false;
	must(!vmbus_tx_ring_init(&tx, mem, 4096 + DATA));
	must(!vmbus_rx_ring_init(&rx, mem, 4096 + DATA, copy, COPY));
	while (left) {
		hooks = true;
		switch (take(1) % 12) {
		case 0:
		case 1:
		case 2:
			guest_receive();
			break;
		case 3:
		case 4:
			guest_send();
			break;
		case 5:
			if (take(1) & 1)
				vmbus_tx_ring_show(&tx);
			must(tx.published < DATA && tx.due < DATA);
			vmbus_tx_ring_publish(&tx);
			must(tx.published == tx.write && !tx.signal);
			break;
		case 6:
			vmbus_tx_ring_unblock(&tx);
			break;
		case 7:
			vmbus_rx_ring_release(&rx);
			must(rx.broken || rx.released == rx.read);
			break;
		case 8:
			vmbus_rx_ring_mask(&rx);
			must(vmbus_tx_ring_free(&tx) <= DATA);
			break;
		case 9:
			vmbus_rx_ring_unmask(&rx);
			must(vmbus_rx_ring_avail(&rx) < DATA);
			break;
		default:
			hooks = false;
			host();
		}
		check_state();
	}
	free(mem);
	free(copy);
	free(payload);
	return 0;
}
