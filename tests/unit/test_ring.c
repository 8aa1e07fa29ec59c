// SPDX-License-Identifier: GPL-2.0-only
/* Ring buffers: layout on the wire, room, signal rules, hostile input. */
/* sources: src/vmbus/ring.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <cmocka.h>
#include "vmbus/ring.h"

#define DATA	4096u		/* data area of the rings under test */

static u8 shared[4096 + DATA] __aligned(4096);
static u8 copy[1024] __aligned(8);
static struct vmbus_ring_header *const hdr = (void *)shared;
static u8 *const data = shared + 4096;
static struct vmbus_tx_ring tx;
static struct vmbus_rx_ring rx;
static u8 payload[8192];

/* What the other CPU does inside the next barrier; used once. */
static void (*at_barrier)(void);
static void (*at_mb)(void);

void shim_on_barrier(void)
{
	void (*f)(void) = at_barrier;

	at_barrier = NULL;
	if (f)
		f();
}

void shim_on_mb(void)
{
	void (*f)(void) = at_mb;

	at_mb = NULL;
	if (f)
		f();
}

static int setup(void **state)
{
	(void)state;
	at_barrier = at_mb = NULL;
	memset(shared, 0xA5, sizeof(shared));
	assert_int_equal(vmbus_tx_ring_init(&tx, shared, sizeof(shared)), 0);
	memset(shared, 0xA5, sizeof(shared));
	assert_int_equal(vmbus_rx_ring_init(&rx, shared, sizeof(shared), copy,
					    sizeof(copy)), 0);
	return 0;
}

/* Move an empty ring to @index. */
static void tx_at(u32 index)
{
	tx.write = tx.published = tx.read = index;
	hdr->write_index = hdr->read_index = index;
}

static void rx_at(u32 index)
{
	rx.read = rx.released = rx.write = index;
	hdr->write_index = hdr->read_index = index;
}

/* A packet of @len bytes in all, descriptor included. */
static int stage(u32 len)
{
	struct vmbus_packet_desc desc = {
		.type = VMBUS_PKT_DATA_INBAND, .offset8 = 2,
		.len8 = (len + 7) / 8, .trans_id = 0x1122334455667788,
	};
	struct vmbus_iovec iov[2] = {
		{ &desc, sizeof(desc) }, { payload, len - 16 },
	};

	return vmbus_tx_ring_stage(&tx, iov, 2);
}

static void put_at(u32 index, const void *src, u32 len)
{
	const u8 *s = src;

	while (len--) {
		data[index] = *s++;
		index = (index + 1) % DATA;
	}
}

/* The host writes a packet and publishes it. */
static void host_put(u16 offset8, u16 len8, u32 bytes, u64 id)
{
	struct vmbus_packet_desc desc = {
		.type = VMBUS_PKT_COMP, .offset8 = offset8, .len8 = len8,
		.flags = 1, .trans_id = id,
	};
	u32 at = hdr->write_index;

	put_at(at, payload, bytes);
	put_at(at, &desc, sizeof(desc));
	hdr->write_index = (at + bytes + 8) % DATA;
}

static void fill_payload(void)
{
	u32 i;

	for (i = 0; i < sizeof(payload); i++)
		payload[i] = (u8)(i * 7 + 1);
}

static void test_init(void **state)
{
	(void)state;
	assert_int_equal(hdr->feature_bits, 1);
	assert_int_equal(hdr->write_index, 0);
	assert_int_equal(hdr->interrupt_mask, 0);
	assert_int_equal(vmbus_tx_ring_free(&tx), DATA);
	assert_int_equal(vmbus_rx_ring_avail(&rx), 0);
	assert_int_equal(vmbus_tx_ring_init(&tx, NULL, 8192), -EINVAL);
	assert_int_equal(vmbus_tx_ring_init(&tx, shared, 4096), -EINVAL);
	assert_int_equal(vmbus_tx_ring_init(&tx, shared, 8193), -EINVAL);
	assert_int_equal(vmbus_tx_ring_init(&tx, shared, 0), -EINVAL);
	assert_int_equal(vmbus_rx_ring_init(&rx, shared, 8192, NULL, 64), -EINVAL);
	assert_int_equal(vmbus_rx_ring_init(&rx, shared, 8192, copy, 15), -EINVAL);
	assert_int_equal(vmbus_rx_ring_init(&rx, shared, 12288 - 1, copy, 64), -EINVAL);
}

static void test_wire_bytes(void **state)
{
	static const u8 want[] = {
		6, 0, 2, 0, 3, 0, 0, 0,
		0x88, 0x77, 0x66, 0x55, 0x44, 0x33, 0x22, 0x11,
		1, 8, 15, 0, 0, 0, 0, 0,
		0, 0, 0, 0, 0xD8, 0x0F, 0, 0,	/* trailer: index at start */
	};
	u8 got[sizeof(want)];
	u32 i, at = 4096 - 40;

	(void)state;
	fill_payload();
	tx_at(at);
	assert_int_equal(stage(19), 0);
	assert_int_equal(hdr->write_index, at);	/* not published yet */
	vmbus_tx_ring_publish(&tx);
	assert_int_equal(hdr->write_index, at + 32);
	for (i = 0; i < sizeof(got); i++)
		got[i] = data[(at + i) % DATA];
	assert_memory_equal(got, want, sizeof(want));
}

static void test_wrap(void **state)
{
	u32 back;

	(void)state;
	fill_payload();
	/* every place of the seam: descriptor, payload, padding, trailer */
	for (back = 8; back <= 120; back += 8) {
		struct vmbus_rx_packet pkt;

		setup(NULL);
		tx_at(DATA - back);
		rx_at(DATA - back);
		assert_int_equal(stage(16 + 77), 0);
		assert_true(vmbus_tx_ring_publish(&tx));
		assert_int_equal(hdr->write_index, (DATA - back + 104) % DATA);
		assert_int_equal(vmbus_rx_ring_next(&rx, &pkt), 1);
		assert_int_equal(pkt.type, VMBUS_PKT_DATA_INBAND);
		assert_int_equal(pkt.hdr_len, 0);
		assert_int_equal(pkt.len, 80);
		assert_memory_equal(pkt.data, payload, 77);
		assert_int_equal(pkt.data[77] | pkt.data[78] | pkt.data[79], 0);
		assert_int_equal(vmbus_rx_ring_next(&rx, &pkt), 0);
		assert_int_equal(rx.dropped, 0);
	}
}

static void test_lengths(void **state)
{
	struct vmbus_iovec huge[3] = {
		{ payload, 0xFFFFFFF0 }, { payload, 0x20 }, { payload, 16 },
	};
	struct vmbus_iovec none[1] = { { payload, 0 } };

	(void)state;
	assert_int_equal(vmbus_tx_ring_stage(&tx, huge, 3), -EINVAL);
	assert_int_equal(vmbus_tx_ring_stage(&tx, huge + 1, 2), 0);
	assert_int_equal(vmbus_tx_ring_stage(&tx, none, 0), -EINVAL);
	assert_int_equal(vmbus_tx_ring_stage(&tx, none, 1), -EINVAL);
	setup(NULL);
	/* exactly the ring is too much, 8 bytes less fits into an empty one */
	assert_int_equal(stage(DATA - 8), -EINVAL);
	assert_int_equal(stage(DATA - 8 - 7), -EINVAL);
	assert_int_equal(stage(DATA - 8 - 8), 0);
	assert_int_equal(vmbus_tx_ring_free(&tx), 8);
	assert_int_equal(stage(16), -EAGAIN);
	/* a refusal for ever must not leave a wish behind */
	setup(NULL);
	assert_int_equal(stage(DATA), -EINVAL);
	assert_int_equal(hdr->pending_send_size, 0);
}

static void test_never_full(void **state)
{
	(void)state;
	assert_int_equal(stage(DATA - 8 - 32), 0);	/* leaves 32 */
	assert_int_equal(vmbus_tx_ring_free(&tx), 32);
	assert_int_equal(stage(24), -EAGAIN);		/* needs 32 */
	assert_int_equal(stage(16), 0);			/* needs 24 */
	assert_int_equal(vmbus_tx_ring_free(&tx), 8);
}

static void test_signal(void **state)
{
	u32 i;

	(void)state;
	assert_false(vmbus_tx_ring_publish(&tx));	/* nothing staged */
	for (i = 0; i < 10; i++)
		assert_int_equal(stage(64), 0);
	assert_true(vmbus_tx_ring_publish(&tx));	/* one for the batch */
	assert_false(vmbus_tx_ring_publish(&tx));
	assert_int_equal(stage(64), 0);
	assert_false(vmbus_tx_ring_publish(&tx));	/* was not empty */
	hdr->read_index = tx.published;
	assert_int_equal(stage(64), 0);
	assert_true(vmbus_tx_ring_publish(&tx));
	hdr->read_index = tx.published;
	hdr->interrupt_mask = 1;
	assert_int_equal(stage(64), 0);
	assert_false(vmbus_tx_ring_publish(&tx));	/* host polls */
	/* host read a part only: not empty before */
	hdr->interrupt_mask = 0;
	hdr->read_index = tx.published - 8;
	assert_int_equal(stage(64), 0);
	assert_false(vmbus_tx_ring_publish(&tx));
}

/* Each packet of a batch is there at once, the signal comes at its end, if it is still wanted. */
static void test_show(void **state)
{
	u32 i;

	(void)state;
	for (i = 1; i <= 4; i++) {
		assert_int_equal(stage(64), 0);
		vmbus_tx_ring_show(&tx);
		assert_int_equal(hdr->write_index, i * 72);
	}
	assert_true(vmbus_tx_ring_publish(&tx));
	assert_false(vmbus_tx_ring_publish(&tx));
	/* the host sleeps again, and comes by for another reason */
	hdr->read_index = tx.published;
	assert_int_equal(stage(64), 0);
	vmbus_tx_ring_show(&tx);
	hdr->read_index = tx.published;
	assert_false(vmbus_tx_ring_publish(&tx));
	/* it took one and went to sleep before the next came */
	assert_int_equal(stage(64), 0);
	vmbus_tx_ring_show(&tx);
	hdr->read_index = tx.published;
	assert_int_equal(stage(64), 0);
	vmbus_tx_ring_show(&tx);
	assert_true(vmbus_tx_ring_publish(&tx));
	/* it took a part and is at work */
	hdr->read_index = tx.published;
	assert_int_equal(stage(64), 0);
	vmbus_tx_ring_show(&tx);
	hdr->read_index = tx.published - 8;
	assert_int_equal(stage(64), 0);
	vmbus_tx_ring_show(&tx);
	assert_false(vmbus_tx_ring_publish(&tx));
}

/* An index from nowhere would silence the signals for ever. */
static void test_show_broken(void **state)
{
	(void)state;
	hdr->read_index = tx.size;
	assert_int_equal(stage(64), 0);
	vmbus_tx_ring_show(&tx);
	assert_true(tx.broken);
	assert_int_equal(stage(64), -EIO);
}

/* Signals for 64 packets in batches, against a host that sleeps after each. */
static void test_batches(void **state)
{
	u32 batch, i, signals, packets;

	(void)state;
	for (batch = 1; batch <= 32; batch *= 2) {
		setup(NULL);
		signals = 0;
		for (packets = 0; packets < 64; packets += batch) {
			for (i = 0; i < batch; i++)
				assert_int_equal(stage(80), 0);
			signals += vmbus_tx_ring_publish(&tx);
			hdr->read_index = hdr->write_index;
		}
		assert_int_equal(signals, 64 / batch);
		/* a host that is at work anyway is not disturbed at all */
		hdr->interrupt_mask = 1;
		for (packets = 0; packets < 64; packets++) {
			assert_int_equal(stage(80), 0);
			assert_false(vmbus_tx_ring_publish(&tx));
			hdr->read_index = hdr->write_index;
		}
	}
}

static void host_reads_all(void)
{
	hdr->read_index = hdr->write_index;
}

static void host_unmasks(void)
{
	hdr->interrupt_mask = 0;
}

static void test_signal_race(void **state)
{
	(void)state;
	/* The host empties the ring and unmasks just when we publish. */
	assert_int_equal(stage(64), 0);
	vmbus_tx_ring_publish(&tx);
	hdr->interrupt_mask = 1;
	hdr->read_index = tx.published;
	assert_int_equal(stage(64), 0);
	at_mb = host_unmasks;
	assert_true(vmbus_tx_ring_publish(&tx));
}

static void test_full(void **state)
{
	(void)state;
	assert_int_equal(stage(2000), 0);
	assert_int_equal(stage(2000), 0);
	assert_int_equal(hdr->write_index, 0);
	assert_int_equal(stage(200), -EAGAIN);
	/* what was staged is out, and the host must hear of it */
	assert_int_equal(hdr->write_index, 2 * 2008);
	assert_int_equal(hdr->pending_send_size, 208);
	assert_true(vmbus_tx_ring_publish(&tx));
	assert_false(vmbus_tx_ring_publish(&tx));
	assert_int_equal(tx.full_first, 1);
	assert_int_equal(tx.full_total, 1);
	assert_int_equal(stage(400), -EAGAIN);
	assert_int_equal(hdr->pending_send_size, 408);
	assert_int_equal(stage(200), -EAGAIN);
	assert_int_equal(hdr->pending_send_size, 408);	/* the largest wish stays */
	assert_int_equal(tx.full_first, 1);
	assert_int_equal(tx.full_total, 3);
	/* a small one that fits does not withdraw the wish of the others */
	assert_int_equal(stage(56), 0);
	assert_int_equal(hdr->pending_send_size, 408);
	vmbus_tx_ring_unblock(&tx);
	assert_int_equal(hdr->pending_send_size, 408);
	hdr->read_index = 2008;
	vmbus_tx_ring_unblock(&tx);
	assert_int_equal(hdr->pending_send_size, 0);
	assert_int_equal(stage(200), 0);
	assert_int_equal(stage(2000), -EAGAIN);
	assert_int_equal(tx.full_first, 2);
}

static void test_full_race(void **state)
{
	(void)state;
	assert_int_equal(stage(2000), 0);
	assert_int_equal(stage(2000), 0);
	vmbus_tx_ring_publish(&tx);
	/* The host makes room between our wish and our second look. */
	at_mb = host_reads_all;
	assert_int_equal(stage(400), 0);
	assert_int_equal(hdr->pending_send_size, 0);	/* nobody waits */
	assert_int_equal(tx.full_total, 0);
	/* The same while somebody else waits: his wish stays. */
	assert_int_equal(stage(3400), 0);
	vmbus_tx_ring_publish(&tx);
	assert_int_equal(stage(304), -EAGAIN);
	vmbus_tx_ring_publish(&tx);
	at_mb = host_reads_all;
	assert_int_equal(stage(400), 0);
	assert_int_equal(hdr->pending_send_size, 408);
}

static void test_tx_broken(void **state)
{
	(void)state;
	/* looked at only when room runs short */
	assert_int_equal(stage(3000), 0);
	hdr->read_index = DATA;
	assert_int_equal(vmbus_tx_ring_free(&tx), 0);
	assert_int_equal(stage(3000), -EIO);
	hdr->read_index = 0;
	assert_int_equal(stage(16), -EIO);	/* for good */
	assert_int_equal(vmbus_tx_ring_free(&tx), 0);
	vmbus_tx_ring_unblock(&tx);
	vmbus_tx_ring_publish(&tx);
	setup(NULL);
	assert_int_equal(stage(3000), 0);
	hdr->read_index = 0xFFFFFFFF;
	assert_int_equal(stage(3000), -EIO);
}

static void test_rx_packet(void **state)
{
	struct vmbus_rx_packet pkt;

	(void)state;
	fill_payload();
	rx_at(4000);
	host_put(4, 10, 80, 42);
	assert_int_equal(vmbus_rx_ring_avail(&rx), 88);
	assert_int_equal(vmbus_rx_ring_next(&rx, &pkt), 1);
	assert_int_equal(pkt.type, VMBUS_PKT_COMP);
	assert_int_equal(pkt.flags, 1);
	assert_int_equal(pkt.trans_id, 42);
	assert_int_equal(pkt.hdr_len, 16);
	assert_memory_equal(pkt.hdr, payload + 16, 16);
	assert_int_equal(pkt.len, 48);
	assert_memory_equal(pkt.data, payload + 32, 48);
	assert_int_equal(vmbus_rx_ring_next(&rx, &pkt), 0);
	/* a packet without payload */
	host_put(2, 2, 16, 7);
	assert_int_equal(vmbus_rx_ring_next(&rx, &pkt), 1);
	assert_int_equal(pkt.len + pkt.hdr_len, 0);
	assert_int_equal(hdr->read_index, 4000);	/* not released yet */
	vmbus_rx_ring_release(&rx);
	assert_int_equal(hdr->read_index, hdr->write_index);
	assert_int_equal(rx.dropped, 0);
}

static void test_rx_too_long(void **state)
{
	struct vmbus_rx_packet pkt;

	(void)state;
	fill_payload();
	host_put(2, 129, 1032, 1);	/* copy has 1024 */
	host_put(2, 128, 1024, 2);
	assert_int_equal(vmbus_rx_ring_next(&rx, &pkt), 1);
	assert_int_equal(pkt.trans_id, 2);
	assert_int_equal(pkt.len, 1008);
	assert_int_equal(rx.dropped, 1);
}

static void test_rx_malformed(void **state)
{
	static const struct { u16 offset8, len8; u32 bytes; } bad[] = {
		{ 0, 2, 16 }, { 1, 2, 16 }, { 3, 2, 24 }, { 2, 3, 16 },
		{ 2, 0, 16 }, { 2, 1, 16 }, { 2, 0xFFFF, 16 },
		{ 0xFFFF, 0xFFFF, 16 }, { 0xFFFF, 2, 16 },
	};
	struct vmbus_rx_packet pkt;
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		setup(NULL);
		rx_at(4080);
		host_put(bad[i].offset8, bad[i].len8, bad[i].bytes, 1);
		host_put(2, 2, 16, 2);
		/* a length that happens to reach the end is no violation */
		if (bad[i].offset8 == 2 && bad[i].len8 == 3)
			hdr->write_index = 4080 + 24 - DATA;
		assert_int_equal(vmbus_rx_ring_next(&rx, &pkt), 0);
		assert_int_equal(rx.dropped, 1);
		assert_int_equal(rx.read, hdr->write_index);
		assert_false(rx.broken);
		/* and the ring goes on working */
		host_put(2, 4, 32, 3);
		assert_int_equal(vmbus_rx_ring_next(&rx, &pkt), 1);
		assert_int_equal(pkt.trans_id, 3);
		assert_int_equal(pkt.len, 16);
	}
}

static void test_rx_short(void **state)
{
	struct vmbus_rx_packet pkt;
	u32 n;

	(void)state;
	for (n = 1; n < 24; n++) {
		setup(NULL);
		memset(data, 0, DATA);
		data[2] = 2;	/* offset8 and len8 of the smallest packet */
		data[4] = 2;
		hdr->write_index = n;
		assert_int_equal(vmbus_rx_ring_next(&rx, &pkt), 0);
		assert_int_equal(rx.dropped, 1);
	}
}

static void test_rx_broken(void **state)
{
	static const u32 bad[] = { DATA, DATA + 8, 0x80000000, 0xFFFFFFFF };
	struct vmbus_rx_packet pkt;
	u32 i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		setup(NULL);
		hdr->write_index = bad[i];
		assert_int_equal(vmbus_rx_ring_avail(&rx), 0);
		assert_false(vmbus_rx_ring_unmask(&rx));
		assert_int_equal(vmbus_rx_ring_next(&rx, &pkt), -EIO);
		hdr->write_index = 24;
		assert_int_equal(vmbus_rx_ring_next(&rx, &pkt), -EIO);
		assert_int_equal(vmbus_rx_ring_avail(&rx), 0);
		assert_false(vmbus_rx_ring_release(&rx));
	}
}

static void host_rewrites_descriptor(void)
{
	struct vmbus_packet_desc desc = {
		.type = 99, .offset8 = 0xFFFF, .len8 = 0xFFFF, .trans_id = 666,
	};

	put_at(0, &desc, sizeof(desc));
}

static void test_rx_double_fetch(void **state)
{
	struct vmbus_packet_desc seen;
	struct vmbus_rx_packet pkt;

	(void)state;
	host_put(2, 4, 32, 5);
	at_barrier = host_rewrites_descriptor;
	assert_int_equal(vmbus_rx_ring_next(&rx, &pkt), 1);
	assert_null(at_barrier);	/* it did happen */
	assert_int_equal(pkt.type, VMBUS_PKT_COMP);
	assert_int_equal(pkt.trans_id, 5);
	assert_int_equal(pkt.len, 16);
	memcpy(&seen, copy, sizeof(seen));
	assert_int_equal(seen.len8, 4);
	assert_int_equal(rx.read, 40);
}

/* Release @bytes with @free_before free; the host wants @pending. */
static bool release_crosses(u32 free_before, u32 bytes, u32 pending)
{
	setup(NULL);
	rx_at(1000);
	hdr->write_index = (1000 + DATA - free_before) % DATA;
	hdr->pending_send_size = pending;
	rx.read = (1000 + bytes) % DATA;
	return vmbus_rx_ring_release(&rx);
}

static void test_release(void **state)
{
	(void)state;
	assert_true(release_crosses(100, 100, 100));	/* 100 -> 200 */
	assert_true(release_crosses(100, 100, 199));
	assert_false(release_crosses(100, 100, 200));	/* must be more */
	assert_false(release_crosses(101, 100, 100));	/* was enough before */
	assert_false(release_crosses(100, 100, 0));
	assert_true(release_crosses(8, 4088, 4000));	/* to empty */
	assert_false(release_crosses(8, 4088, 4096));
	assert_false(release_crosses(8, 4088, 0xFFFFFFFF));
	assert_false(release_crosses(100, 0, 50));	/* nothing read */

	setup(NULL);
	hdr->write_index = 4000;
	hdr->pending_send_size = 200;
	rx.read = 200;
	hdr->feature_bits = 0;	/* an old host polls */
	assert_false(vmbus_rx_ring_release(&rx));
	hdr->feature_bits = 1;
	rx.read = 400;
	hdr->write_index = DATA;
	assert_false(vmbus_rx_ring_release(&rx));
	assert_int_equal(hdr->read_index, 400);
}

static void host_wants(void)
{
	assert_int_equal(hdr->read_index, 200);	/* published already */
	hdr->pending_send_size = 200;
}

static void test_release_race(void **state)
{
	(void)state;
	hdr->write_index = 4000;
	rx.read = 200;
	at_mb = host_wants;
	assert_true(vmbus_rx_ring_release(&rx));	/* 96 -> 296 */
}

static void host_sends(void)
{
	host_put(2, 2, 16, 9);
}

static void test_mask(void **state)
{
	(void)state;
	vmbus_rx_ring_mask(&rx);
	assert_int_equal(hdr->interrupt_mask, 1);
	assert_false(vmbus_rx_ring_unmask(&rx));
	assert_int_equal(hdr->interrupt_mask, 0);
	vmbus_rx_ring_mask(&rx);
	at_mb = host_sends;
	assert_true(vmbus_rx_ring_unmask(&rx));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_init, setup),
		cmocka_unit_test_setup(test_wire_bytes, setup),
		cmocka_unit_test_setup(test_wrap, setup),
		cmocka_unit_test_setup(test_lengths, setup),
		cmocka_unit_test_setup(test_never_full, setup),
		cmocka_unit_test_setup(test_signal, setup),
		cmocka_unit_test_setup(test_show, setup),
		cmocka_unit_test_setup(test_show_broken, setup),
		cmocka_unit_test_setup(test_batches, setup),
		cmocka_unit_test_setup(test_signal_race, setup),
		cmocka_unit_test_setup(test_full, setup),
		cmocka_unit_test_setup(test_full_race, setup),
		cmocka_unit_test_setup(test_tx_broken, setup),
		cmocka_unit_test_setup(test_rx_packet, setup),
		cmocka_unit_test_setup(test_rx_too_long, setup),
		cmocka_unit_test_setup(test_rx_malformed, setup),
		cmocka_unit_test_setup(test_rx_short, setup),
		cmocka_unit_test_setup(test_rx_broken, setup),
		cmocka_unit_test_setup(test_rx_double_fetch, setup),
		cmocka_unit_test_setup(test_release, setup),
		cmocka_unit_test_setup(test_release_race, setup),
		cmocka_unit_test_setup(test_mask, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
