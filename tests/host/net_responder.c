// SPDX-License-Identifier: GPL-2.0-only
/*
 * The machine behind the switch: one address per VLAN (10.77.VLAN.1), ARP,
 * echo, DHCP, and small services.  It works in a thread of its own, so that a
 * guest never waits inside its own packet for an answer.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "net.h"

#define NET_A		10
#define NET_B		77
#define LEASES		128u
#define PORT_ECHO	7
#define PORT_DISCARD	9
#define PORT_SOURCE	19
#define PORT_BOOTPS	67
#define PORT_BOOTPC	68

static void deliver(struct swport *p, const struct frame *f, unsigned int n);

struct swport responder_port = {
	.name = "responder", .mac = { 0x02, 0x15, 0x5d, 0x77, 0x00, 0x01 }, .deliver = deliver,
};

struct item {
	STAILQ_ENTRY(item) link;
	struct frame f;
	u8 data[];
};

static pthread_mutex_t queue_lock = PTHREAD_MUTEX_INITIALIZER;	/* protects the queue and the counts */
static pthread_cond_t queue_cond;
static STAILQ_HEAD(, item) queue = STAILQ_HEAD_INITIALIZER(queue);
static unsigned int queued;
static u64 dropped, bad_sums, arps, pings, udp_in, udp_bytes, dhcp_acks;
static struct { u8 mac[6]; u16 vlan; } lease[LEASES];	/* the thread's own */

static void deliver(struct swport *p, const struct frame *f, unsigned int n)
{
	unsigned int i;

	pthread_mutex_lock(&queue_lock);
	for (i = 0; i < n; i++) {
		struct item *it;

		if (!(f[i].data[0] & 1) && memcmp(f[i].data, p->mac, 6))
			continue;
		if (queued >= RESPONDER_QUEUE) {
			dropped++;
			continue;
		}
		it = malloc(sizeof(*it) + f[i].len);
		if (!it)
			die(4, "out of memory for a frame");
		it->f = f[i];
		memcpy(it->data, f[i].data, f[i].len);
		it->f.data = it->data;
		STAILQ_INSERT_TAIL(&queue, it, link);
		queued++;
	}
	pthread_cond_signal(&queue_cond);
	pthread_mutex_unlock(&queue_lock);
}

/* ---- sending ---- */

static struct frames pending;	/* the thread's own: leave together, as from a real machine */

static void send_pending(void)
{
	if (pending.n)
		switch_send(&responder_port, pending.f, pending.n);
	frames_clear(&pending);
}

/* Room for a frame that leaves soon. */
static u8 *new_frame(const struct peer *to, u16 type, u32 len, u8 sums)
{
	struct frame f = { .len = len, .tagged = to->tagged, .tci = to->tci, .sums = sums };
	u8 *frame;

	if (pending.n >= 64)
		send_pending();
	frame = frames_mem(&pending, len);
	f.data = frame;
	memset(frame, 0, len);
	memcpy(frame, to->mac, 6);
	memcpy(frame + 6, responder_port.mac, 6);
	put16(frame + 12, type);
	frames_add(&pending, &f);
	return frame;
}

void responder_ip(const struct peer *to, u8 proto, const u8 *payload, u32 len)
{
	u8 *frame = new_frame(to, 0x0800, ETH_HLEN + 20 + len, FR_L3_OK | FR_L4_OK), *ip = frame + ETH_HLEN;
	static u16 id;

	ip[0] = 0x45;
	put16(ip + 2, 20 + len);
	put16(ip + 4, ++id);
	ip[6] = 0x40;
	ip[8] = 64;
	ip[9] = proto;
	memcpy(ip + 12, to->own_ip, 4);
	memcpy(ip + 16, to->ip, 4);
	memcpy(ip + 20, payload, len);
	sums_set(frame, ETH_HLEN + 20 + len);
}

static void send_udp(const struct peer *to, u16 from_port, u16 to_port, const u8 *data, u32 len)
{
	u8 *p = malloc(8 + len);

	if (!p)
		die(4, "out of memory for a datagram");
	put16(p, from_port);
	put16(p + 2, to_port);
	put16(p + 4, 8 + len);
	put16(p + 6, 0);
	memcpy(p + 8, data, len);
	responder_ip(to, 17, p, 8 + len);
	free(p);
}

/* ---- ARP ---- */

static void arp_input(struct peer *from, const u8 *p, u32 len)
{
	u8 *r;

	if (len < 28 || get16(p + 6) != 1 || memcmp(p + 24, from->own_ip, 4))
		return;
	arps++;
	r = new_frame(from, 0x0806, ETH_HLEN + 46, 0) + ETH_HLEN;
	memcpy(r, p, 8);
	put16(r + 6, 2);
	memcpy(r + 8, responder_port.mac, 6);
	memcpy(r + 14, from->own_ip, 4);
	memcpy(r + 18, p + 8, 10);
}

/* ---- DHCP ---- */

static unsigned int lease_of(const u8 *mac, u16 vlan)
{
	static const u8 none[6];
	unsigned int i;

	for (i = 0; i < LEASES; i++) {
		if (!memcmp(lease[i].mac, mac, 6) && lease[i].vlan == vlan)
			return i;
		if (!memcmp(lease[i].mac, none, 6)) {
			memcpy(lease[i].mac, mac, 6);
			lease[i].vlan = vlan;
			return i;
		}
	}
	return 0;
}

static u8 *dhcp_put(u8 *at, u8 code, const void *val, u8 len)
{
	*at++ = code;
	*at++ = len;
	memcpy(at, val, len);
	return at + len;
}

static void dhcp_input(const struct peer *from, const u8 *p, u32 len)
{
	static const u8 mask[4] = { 255, 255, 255, 0 }, time[4] = { 0, 0, 14, 16 };
	u8 r[300] = { 0 }, *o = r + 240, kind = 0, answer;
	struct peer to = *from;
	u32 at = 240;

	if (len < 241 || p[0] != 1 || get32(p + 236) != 0x63825363)
		return;
	while (at + 1 < len && p[at] != 255) {
		if (!p[at]) {
			at++;
			continue;
		}
		if (p[at] == 53 && at + 2 < len)
			kind = p[at + 2];
		at += 2 + p[at + 1];
	}
	if (kind != 1 && kind != 3)
		return;
	answer = kind == 1 ? 2 : 5;
	memcpy(r, p, 44);
	r[0] = 2;
	memcpy(r + 16, from->own_ip, 4);
	r[19] = 16 + lease_of(p + 28, from->tagged ? from->tci & 0xfff : 0);
	memcpy(r + 20, from->own_ip, 4);
	put32(r + 236, 0x63825363);
	o = dhcp_put(o, 53, &answer, 1);
	o = dhcp_put(o, 54, from->own_ip, 4);
	o = dhcp_put(o, 51, time, 4);
	o = dhcp_put(o, 1, mask, 4);
	o = dhcp_put(o, 3, from->own_ip, 4);
	*o = 255;
	memcpy(to.ip, r + 16, 4);
	memcpy(to.mac, p + 28, 6);
	if (p[10] & 0x80) {	/* it cannot take an answer to an address that it has not yet */
		memset(to.ip, 255, 4);
		memset(to.mac, 255, 6);
	}
	if (answer == 5) {
		dhcp_acks++;
		trace("dev", "responder: %u.%u.%u.%u for %02x:%02x:%02x:%02x:%02x:%02x", r[16], r[17], r[18], r[19], p[28],
		      p[29], p[30], p[31], p[32], p[33]);
	}
	send_udp(&to, PORT_BOOTPS, PORT_BOOTPC, r, sizeof(r));
}

/* ---- IP ---- */

static bool for_us(const u8 *dst, const struct peer *from)
{
	static const u8 all[4] = { 255, 255, 255, 255 };

	return !memcmp(dst, from->own_ip, 4) || !memcmp(dst, all, 4);
}

/* So many datagrams of so many bytes (two numbers of 16 bits): for measuring what the guest can take. */
static void udp_source(const struct peer *to, u16 to_port, const u8 *p, u32 len)
{
	u8 data[1472];
	unsigned int i, n, size;

	if (len < 4)
		return;
	n = get16(p);
	size = get16(p + 2);
	if (n > 64 || size > sizeof(data))
		return;
	memset(data, 'u', size);
	for (i = 0; i < n; i++)
		send_udp(to, PORT_SOURCE, to_port, data, size);
}

static void udp_input(const struct peer *from, const u8 *p, u32 len)
{
	u16 port = get16(p + 2);

	udp_in++;
	udp_bytes += len - 8;
	if (port == PORT_BOOTPS)
		dhcp_input(from, p + 8, len - 8);
	else if (port == PORT_ECHO)
		send_udp(from, port, get16(p), p + 8, len - 8);
	else if (port == PORT_SOURCE)
		udp_source(from, get16(p), p + 8, len - 8);
}

static void icmp_input(const struct peer *from, const u8 *p, u32 len)
{
	u8 *r;

	if (p[0] != 8)
		return;
	pings++;
	r = malloc(len);
	if (!r)
		die(4, "out of memory for an answer");
	memcpy(r, p, len);
	r[0] = 0;
	responder_ip(from, 1, r, len);
	free(r);
}

/* The answers of this machine are never fragmented, so questions in fragments cannot be answered. */
static void ip_input(struct peer *from, const u8 *data, u32 len)
{
	struct hdrs h;
	u32 size;

	if (!headers_find(data, len, &h) || !h.v4 || h.fragment)
		return;
	memcpy(from->ip, data + h.l3 + 12, 4);
	if (!for_us(data + h.l3 + 16, from))
		return;
	size = h.end - h.l4;
	if (sum_fold(sum_add(0, data + h.l3, h.l4 - h.l3)) != 0xffff ||
	    ((h.tcp || (h.udp && get16(data + h.l4 + 6))) &&
	     sum_fold(sum_add(sum_pseudo(data, &h, size), data + h.l4, size)) != 0xffff) ||
	    (h.icmp && sum_fold(sum_add(0, data + h.l4, size)) != 0xffff)) {
		bad_sums++;
		return;
	}
	if (h.udp && get16(data + h.l4 + 4) >= 8 && get16(data + h.l4 + 4) <= size)
		udp_input(from, data + h.l4, get16(data + h.l4 + 4));
	else if (h.icmp)
		icmp_input(from, data + h.l4, size);
	else if (h.tcp)
		tcp_input(from, data + h.l4, size);
}

static void frame_input(const struct frame *f)
{
	u16 vlan = f->tagged ? f->tci & 0xfff : 0, type = get16(f->data + 12);
	struct peer from = { .tagged = f->tagged, .tci = f->tci, .own_ip = { NET_A, NET_B, vlan & 0xff, 1 } };

	memcpy(from.mac, f->data + 6, 6);
	if (type == 0x0806)
		arp_input(&from, f->data + ETH_HLEN, f->len - ETH_HLEN);
	else if (type == 0x0800)
		ip_input(&from, f->data, f->len);
}

static void *responder(void *arg)
{
	struct timespec ts;
	struct item *it;

	(void)arg;
	for (;;) {
		pthread_mutex_lock(&queue_lock);
		it = STAILQ_FIRST(&queue);
		if (!it && pending.n) {
			pthread_mutex_unlock(&queue_lock);
			send_pending();
			continue;
		}
		if (!it) {
			clock_gettime(CLOCK_MONOTONIC, &ts);
			ts.tv_nsec += 20000000;
			if (ts.tv_nsec >= 1000000000) {
				ts.tv_nsec -= 1000000000;
				ts.tv_sec++;
			}
			pthread_cond_timedwait(&queue_cond, &queue_lock, &ts);
			it = STAILQ_FIRST(&queue);
		}
		if (it) {
			STAILQ_REMOVE_HEAD(&queue, link);
			queued--;
		}
		pthread_mutex_unlock(&queue_lock);
		if (it)
			frame_input(&it->f);
		free(it);
		tcp_timers();
	}
	return NULL;
}

/* ---- commands ---- */

static int cmd_net(int argc, char **argv, char *out, size_t outlen)
{
	char sum[33];
	u64 size;

	if (argc == 2 && !strcmp(argv[1], "status")) {
		snprintf(out, outlen, "queued %u dropped %llu bad-sums %llu arps %llu pings %llu udp %llu %llu dhcp %llu tcp %u\n",
			 queued, (unsigned long long)dropped, (unsigned long long)bad_sums, (unsigned long long)arps,
			 (unsigned long long)pings, (unsigned long long)udp_in, (unsigned long long)udp_bytes,
			 (unsigned long long)dhcp_acks, tcp_connections());
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "md5") && size_parse(argv[2], &size) && size <= 1u << 30) {
		file_md5(size, sum);
		snprintf(out, outlen, "%s\n", sum);
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "pcap"))
		return pcap_open(&responder_port, argv[2]);
	snprintf(out, outlen, "usage: net status | net md5 SIZE | net pcap FILE");
	return -1;
}

void responder_start(void)
{
	static bool started;
	pthread_condattr_t attr;
	pthread_t t;

	if (started)
		return;
	started = true;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&queue_cond, &attr);
	pthread_condattr_destroy(&attr);
	switch_attach(&responder_port);
	if (pthread_create(&t, NULL, responder, NULL))
		die(4, "cannot start the responder");
	pthread_detach(t);
	ctl_register("net", "status | md5 SIZE | pcap FILE: the machine behind the switch", cmd_net);
}
