// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ring buffers against a host in a second thread that sleeps whenever the
 * protocol lets it: a signal that is missing or comes too early ends in a
 * time-out, a byte that is not yet visible in a wrong sequence number.
 */
/* sources: src/vmbus/ring.c */
/* options: -pthread */
#include <pthread.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>
#include "vmbus/ring.h"

#define DATA		4096u
#define PACKETS		200000u

static u8 mem[4096 + DATA] __aligned(4096);
static u8 copy[512] __aligned(8);
static sem_t to_host, to_guest;
static u32 signals_to_host, signals_to_guest, lost, bad;
static struct vmbus_tx_ring tx;
static struct vmbus_rx_ring rx;

/* The host side is written from the protocol and shares nothing with ring.c. */
static u32 *word(u32 byte)
{
	return (u32 *)(void *)(mem + byte);
}

#define W_INDEX	0
#define R_INDEX	4
#define MASK	8
#define PENDING	12

static u32 load(u32 byte)
{
	return __atomic_load_n(word(byte), __ATOMIC_SEQ_CST);
}

static void store(u32 byte, u32 value)
{
	__atomic_store_n(word(byte), value, __ATOMIC_SEQ_CST);
}

static bool sleep_on(sem_t *sem)
{
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	ts.tv_sec += 10;
	if (!sem_timedwait(sem, &ts))
		return true;
	__atomic_fetch_add(&lost, 1, __ATOMIC_SEQ_CST);
	return false;
}

/* Length of packet @n, so that both sides know it: 16 to 16 + 8 * 31. */
static u32 packet_bytes(u32 n)
{
	return 16 + (n * 2654435761u >> 27) * 8;
}

/* -------- the host reads -------- */

static void *host_reader(void *arg)
{
	u32 in = 0, n = 0, out, len, i, freed, pending, after, want, id;

	(void)arg;
	while (n < PACKETS) {
		store(MASK, 1);
		while ((out = load(W_INDEX)) != in) {
			len = packet_bytes(n);
			for (i = 0; i < 4; i++)
				((u8 *)&id)[i] = mem[4096 + (in + 8 + i) % DATA];
			want = mem[4096 + (in + 4) % DATA] |
			       mem[4096 + (in + 5) % DATA] << 8;
			if (id != n || want != len / 8)
				__atomic_fetch_add(&bad, 1, __ATOMIC_SEQ_CST);
			freed = len + 8;
			in = (in + freed) % DATA;
			n++;
			/* give back after each packet, signal on the crossing */
			store(R_INDEX, in);
			pending = load(PENDING);
			after = (in + DATA - load(W_INDEX)) % DATA;
			if (!after)
				after = DATA;
			if (pending && after > pending && after - freed <= pending) {
				signals_to_guest++;
				sem_post(&to_guest);
			}
		}
		store(MASK, 0);
		if (load(W_INDEX) == in && n < PACKETS && !sleep_on(&to_host))
			break;
	}
	return NULL;
}

static void test_send(void **state)
{
	struct vmbus_packet_desc desc = { .type = VMBUS_PKT_DATA_INBAND, .offset8 = 2 };
	static u8 payload[256];
	struct vmbus_iovec iov[2] = { { &desc, sizeof(desc) }, { payload, 0 } };
	u32 n = 0, i, batch;
	pthread_t thread;
	int ret = 0;

	(void)state;
	sem_init(&to_host, 0, 0);
	sem_init(&to_guest, 0, 0);
	assert_int_equal(vmbus_tx_ring_init(&tx, mem, sizeof(mem)), 0);
	pthread_create(&thread, NULL, host_reader, NULL);
	while (n < PACKETS && !lost) {
		batch = 1 + n % 7;
		for (i = 0; i < batch && n < PACKETS; i++) {
			desc.len8 = (u16)(packet_bytes(n) / 8);
			desc.trans_id = n;
			iov[1].len = packet_bytes(n) - 16;
			ret = vmbus_tx_ring_stage(&tx, iov, 2);
			if (ret)
				break;
			n++;
			if (batch & 1)
				vmbus_tx_ring_show(&tx);
		}
		if (vmbus_tx_ring_publish(&tx)) {
			signals_to_host++;
			sem_post(&to_host);
		}
		if (ret == -EAGAIN) {
			sleep_on(&to_guest);
			if (n & 1)
				vmbus_tx_ring_unblock(&tx);
		} else {
			assert_int_equal(ret, 0);
		}
	}
	pthread_join(thread, NULL);
	printf("# %u packets, %u signals to the host, %u back, full %u times\n",
	       n, signals_to_host, signals_to_guest, (u32)tx.full_total);
	assert_int_equal(lost, 0);
	assert_int_equal(bad, 0);
	assert_int_equal(n, PACKETS);
	assert_true(tx.full_total > 0);		/* else it tested little */
}

/* -------- the host writes -------- */

static void *host_writer(void *arg)
{
	u32 out = 0, n = 0, len, i, room, old;
	u8 desc[16] = { VMBUS_PKT_DATA_INBAND, 0, 2 };

	(void)arg;
	while (n < PACKETS) {
		len = packet_bytes(n);
		room = (load(R_INDEX) + DATA - out) % DATA;
		if (!room)
			room = DATA;
		if (room <= len + 8) {
			store(PENDING, len + 8);
			room = (load(R_INDEX) + DATA - out) % DATA;
			if (room && room <= len + 8) {
				if (!sleep_on(&to_host))
					break;
				continue;
			}
			store(PENDING, 0);
		}
		desc[4] = (u8)(len / 8);
		memcpy(desc + 8, &n, 4);
		for (i = 0; i < len; i++)
			mem[4096 + (out + i) % DATA] = i < 16 ? desc[i] : (u8)n;
		old = out;
		out = (out + len + 8) % DATA;
		store(W_INDEX, out);
		if (!load(MASK) && load(R_INDEX) == old) {
			signals_to_guest++;
			sem_post(&to_guest);
		}
		n++;
	}
	return NULL;
}

static void test_receive(void **state)
{
	struct vmbus_rx_packet pkt;
	u32 n = 0, got = 0, i;
	pthread_t thread;

	(void)state;
	signals_to_host = signals_to_guest = lost = bad = 0;
	sem_init(&to_host, 0, 0);
	sem_init(&to_guest, 0, 0);
	assert_int_equal(vmbus_rx_ring_init(&rx, mem, sizeof(mem), copy,
					    sizeof(copy)), 0);
	pthread_create(&thread, NULL, host_writer, NULL);
	while (n < PACKETS && !lost) {
		vmbus_rx_ring_mask(&rx);
again:
		while (vmbus_rx_ring_next(&rx, &pkt) == 1) {
			if (pkt.trans_id != n || pkt.len != packet_bytes(n) - 16)
				bad++;
			for (i = 0; i < pkt.len; i++)
				bad += pkt.data[i] != (u8)n;
			n++;
			/* sometimes give back in the middle */
			if (++got % 5 == 0 && vmbus_rx_ring_release(&rx)) {
				signals_to_host++;
				sem_post(&to_host);
			}
		}
		if (vmbus_rx_ring_release(&rx)) {
			signals_to_host++;
			sem_post(&to_host);
		}
		if (vmbus_rx_ring_unmask(&rx)) {
			vmbus_rx_ring_mask(&rx);
			goto again;
		}
		if (n < PACKETS)
			sleep_on(&to_guest);
	}
	pthread_join(thread, NULL);
	printf("# %u packets, %u signals to the guest, %u back\n", n,
	       signals_to_guest, signals_to_host);
	assert_int_equal(lost, 0);
	assert_int_equal(bad, 0);
	assert_int_equal((u32)rx.dropped, 0);
	assert_true(signals_to_host > 0);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_send),
		cmocka_unit_test(test_receive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
