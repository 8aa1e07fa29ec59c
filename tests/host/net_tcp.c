// SPDX-License-Identifier: GPL-2.0-only
/*
 * A small TCP server behind the switch: echo (7), discard (9), a sink that
 * compares what comes with the file (10), the file without end (19), HTTP (80).
 * All functions run in the responder's thread.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net.h"

#define FIN	0x01u
#define SYN	0x02u
#define RST	0x04u
#define PSH	0x08u
#define ACK	0x10u

#define OUR_SHIFT	7
#define OUR_WINDOW	0x2000u		/* << OUR_SHIFT: 1 MiB */
#define IN_FLIGHT	(256u << 10)
#define ECHO_ROOM	(256u << 10)
#define RTO_NS		200000000ull
#define ACK_NS		20000000ull
#define IDLE_NS		120000000000ull

struct conn {
	STAILQ_ENTRY(conn) link;
	struct peer peer;
	u16 port, peer_port;
	bool up;			/* the handshake is over */
	bool dead;
	u32 iss, irs;
	u64 una, nxt, peak;		/* stream positions; 0 is the first byte after SYN */
	u64 rcv;			/* bytes received in order */
	u64 want;			/* bytes to send in all; ~0: without end */
	bool finish, fin_sent, fin_acked, peer_fin;
	u32 window, mss;
	u8 shift;
	bool scaled;
	unsigned int unacked, dup;
	u64 ack_due, rto_due, rto, seen;
	char text[512];			/* before the file, or all of it; first the request */
	u32 text_len, request_len;
	bool file;
	u8 *echo;
	bool told;			/* a wrong byte was reported */
};
static STAILQ_HEAD(, conn) conns = STAILQ_HEAD_INITIALIZER(conns);
static unsigned int nconns;

unsigned int tcp_connections(void)
{
	return nconns;
}

static u32 window_of(const struct conn *c)
{
	u32 room = c->echo ? ECHO_ROOM - (u32)(c->want - c->una) : OUR_WINDOW << OUR_SHIFT;

	return c->scaled ? room >> OUR_SHIFT : room > 65535 ? 65535 : room;
}

static void emit(struct conn *c, u8 flags, u64 pos, const u8 *opt, u32 opt_len, u32 len)
{
	u8 *seg = malloc(20 + opt_len + len), *p = seg + 20 + opt_len;
	u32 i;

	if (!seg)
		die(4, "out of memory for a segment");
	memset(seg, 0, 20);
	put16(seg, c->port);
	put16(seg + 2, c->peer_port);
	put32(seg + 4, flags & SYN ? c->iss : c->iss + 1 + (u32)pos);
	put32(seg + 8, c->irs + 1 + (u32)c->rcv + c->peer_fin);
	seg[12] = (20 + opt_len) / 4 << 4;
	seg[13] = flags;
	put16(seg + 14, flags & SYN ? 65535 : window_of(c));
	memcpy(seg + 20, opt, opt_len);
	if (c->echo) {
		for (i = 0; i < len; i++)
			p[i] = c->echo[(pos + i) % ECHO_ROOM];
	} else {
		for (i = 0; i < len && pos + i < c->text_len; i++)
			p[i] = c->text[pos + i];
		if (i < len)
			file_bytes(pos + i - c->text_len, p + i, len - i);
	}
	responder_ip(&c->peer, 6, seg, 20 + opt_len + len);
	free(seg);
	if (flags & ACK) {
		c->unacked = 0;
		c->ack_due = 0;
	}
}

static void reset_for(const struct peer *from, const u8 *seg, u32 len)
{
	u8 r[20] = { 0 };

	memcpy(r, seg + 2, 2);
	memcpy(r + 2, seg, 2);
	memcpy(r + 4, seg + 8, 4);
	put32(r + 8, get32(seg + 4) + len - (seg[12] >> 4) * 4 + (seg[13] & SYN ? 1 : 0));
	r[12] = 5 << 4;
	r[13] = RST | ACK;
	responder_ip(from, 6, r, 20);
}

static void conn_end(struct conn *c)
{
	c->dead = true;
}

static void arm(struct conn *c)
{
	c->rto_due = c->una < c->nxt || (c->fin_sent && !c->fin_acked) ? now_ns() + c->rto : 0;
}

/* As much as the windows allow. */
static void push(struct conn *c)
{
	u64 limit = c->una + (c->window < IN_FLIGHT ? c->window : IN_FLIGHT);

	while (c->nxt < c->want && c->nxt < limit) {
		u64 n = c->want - c->nxt;

		if (n > c->mss)
			n = c->mss;
		if (n > limit - c->nxt) {
			n = limit - c->nxt;
			if (c->nxt > c->una)
				break;		/* no small pieces while others are on their way */
		}
		emit(c, ACK | (c->nxt + n == c->want ? PSH : 0), c->nxt, NULL, 0, n);
		c->nxt += n;
	}
	if (c->nxt > c->peak)
		c->peak = c->nxt;
	if (c->finish && c->nxt == c->want && !c->fin_sent) {
		emit(c, FIN | ACK, c->nxt, NULL, 0, 0);
		c->fin_sent = true;
	}
	if (!c->rto_due)
		arm(c);
}

/* ---- what the services do ---- */

static void http(struct conn *c)
{
	unsigned long long size;
	char sum[33], *req = c->text;

	if (!strstr(req, "\r\n\r\n") && !strstr(req, "\n\n") && c->request_len < sizeof(c->text) - 1)
		return;
	if (c->want)
		return;
	if (sscanf(req, "GET /data/%llu", &size) == 1 && size <= 1ull << 40) {
		c->text_len = snprintf(c->text, sizeof(c->text), "HTTP/1.0 200 OK\r\nContent-Length: %llu\r\n\r\n", size);
		c->file = true;
		c->want = c->text_len + size;
	} else if (sscanf(req, "GET /md5/%llu", &size) == 1 && size <= 1 << 30) {
		file_md5(size, sum);
		c->text_len = snprintf(c->text, sizeof(c->text), "HTTP/1.0 200 OK\r\nContent-Length: 33\r\n\r\n%s\n", sum);
		c->want = c->text_len;
	} else {
		c->text_len = snprintf(c->text, sizeof(c->text), "HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n");
		c->want = c->text_len;
	}
	c->finish = true;
}

/* Bytes that are taken: fewer than came if there is no room. */
static u32 consume(struct conn *c, const u8 *data, u32 len)
{
	u8 right[2048];
	u32 i, part;

	switch (c->port) {
	case 7:
		if (len > ECHO_ROOM - (c->want - c->una))
			len = ECHO_ROOM - (c->want - c->una);
		for (i = 0; i < len; i++)
			c->echo[(c->want + i) % ECHO_ROOM] = data[i];
		c->want += len;
		break;
	case 10:
		for (i = 0; i < len; i += part) {
			part = len - i < sizeof(right) ? len - i : sizeof(right);
			file_bytes(c->rcv + i, right, part);
			if (memcmp(right, data + i, part) && !c->told) {
				c->told = true;
				check_failed("net_payload", "port 10: wrong bytes from %llu on",
					     (unsigned long long)(c->rcv + i));
			}
		}
		counter_add("net.verified_bytes", len);
		break;
	case 80:
		part = sizeof(c->text) - 1 - c->request_len;
		if (c->want)
			break;
		memcpy(c->text + c->request_len, data, len < part ? len : part);
		c->request_len += len < part ? len : part;
		c->text[c->request_len] = 0;
		http(c);
		break;
	}
	return len;
}

/* ---- segments ---- */

static struct conn *find(const struct peer *from, u16 port, u16 peer_port)
{
	struct conn *c;

	STAILQ_FOREACH(c, &conns, link)
		if (c->port == port && c->peer_port == peer_port && !c->dead && !memcmp(c->peer.ip, from->ip, 4) &&
		    !memcmp(c->peer.own_ip, from->own_ip, 4))
			return c;
	return NULL;
}

static void accept_syn(const struct peer *from, const u8 *seg)
{
	struct conn *c = find(from, get16(seg + 2), get16(seg));
	u8 opt[8] = { 2, 4, 0, 0, 1, 3, 3, OUR_SHIFT };
	u32 at = 20, head = (seg[12] >> 4) * 4;

	if (c && get32(seg + 4) != c->irs) {
		conn_end(c);
		c = NULL;
	}
	if (!c) {
		c = calloc(1, sizeof(*c));
		if (!c)
			die(4, "out of memory for a connection");
		c->port = get16(seg + 2);
		c->peer_port = get16(seg);
		c->irs = get32(seg + 4);
		c->iss = (u32)now_ns();
		c->mss = 536;
		c->rto = RTO_NS;
		if (c->port == 7) {
			c->echo = malloc(ECHO_ROOM);
			if (!c->echo)
				die(4, "out of memory for a connection");
		}
		if (c->port == 19) {
			c->want = ~0ull >> 1;
			c->file = true;
		}
		STAILQ_INSERT_TAIL(&conns, c, link);
		nconns++;
	}
	c->peer = *from;
	c->seen = now_ns();
	while (at + 1 < head && seg[at]) {
		if (seg[at] == 1) {
			at++;
			continue;
		}
		if (seg[at] == 2 && seg[at + 1] == 4 && at + 4 <= head)
			c->mss = get16(seg + at + 2);
		if (seg[at] == 3 && seg[at + 1] == 3 && at + 3 <= head) {
			c->scaled = true;
			c->shift = seg[at + 2] > 14 ? 14 : seg[at + 2];
		}
		if (seg[at + 1] < 2)
			break;
		at += seg[at + 1];
	}
	if (c->mss < 28)
		c->mss = 28;
	put16(opt + 2, 65455);		/* the guest's own MTU is the smaller one */
	emit(c, SYN | ACK, 0, opt, c->scaled ? 8 : 4, 0);
}

static void got_ack(struct conn *c, const u8 *seg, u32 data_len)
{
	u32 ack = get32(seg + 8) - (c->iss + 1);
	u64 pos = c->una + (u32)(ack - (u32)c->una);
	u32 window = (u32)get16(seg + 14) << (c->scaled ? c->shift : 0);

	if (c->fin_sent && pos == c->want + 1) {
		if (c->peer_fin)
			conn_end(c);
		c->una = c->nxt = c->want;
		c->fin_acked = true;
		c->rto_due = 0;
		return;
	}
	if (pos > c->peak)
		return;
	if (pos > c->una) {
		c->una = pos;
		if (c->nxt < pos)
			c->nxt = pos;
		c->dup = 0;
		c->rto = RTO_NS;
		c->window = window;
		arm(c);
	} else if (pos == c->una && c->nxt > c->una && !data_len && window == c->window && ++c->dup == 3) {
		counter_add("net.tcp_fast_resent", 1);
		emit(c, ACK, c->una, NULL, 0, c->nxt - c->una < c->mss ? c->nxt - c->una : c->mss);
	}
	c->window = window;
}

void tcp_input(const struct peer *from, const u8 *seg, u32 len)
{
	u32 head = (seg[12] >> 4) * 4, seq = get32(seg + 4), taken, size = len - head;
	u16 port = get16(seg + 2);
	u8 flags = seg[13];
	struct conn *c;
	s64 ahead;

	if (flags & SYN) {
		if (!(flags & ACK) && (port == 7 || port == 9 || port == 10 || port == 19 || port == 80))
			accept_syn(from, seg);
		else if (!(flags & RST))
			reset_for(from, seg, len);
		return;
	}
	c = find(from, port, get16(seg));
	if (!c) {
		if (!(flags & RST))
			reset_for(from, seg, len);
		return;
	}
	if (flags & RST) {
		conn_end(c);
		return;
	}
	c->seen = now_ns();
	memcpy(c->peer.mac, from->mac, 6);	/* it may have changed its address */
	c->up = true;
	if (flags & ACK)
		got_ack(c, seg, size);
	ahead = (int32_t)(seq - (c->irs + 1 + (u32)c->rcv + c->peer_fin));
	if (size || flags & FIN) {
		if (ahead > 0 || -ahead > (s64)size) {
			emit(c, ACK, c->nxt, NULL, 0, 0);	/* not what comes next: say what does */
			if (!c->dead)
				push(c);
			return;
		}
		if (size > (u64)-ahead && !c->peer_fin) {
			taken = consume(c, seg + head - ahead, size + ahead);
			c->rcv += taken;
			if (taken < size + ahead)
				flags &= ~FIN;
		}
		if (flags & FIN && !c->peer_fin) {
			c->peer_fin = true;
			c->finish = true;
			if (c->port == 19)
				c->want = c->nxt;
		}
		c->unacked++;
		if (c->unacked >= 2 || flags & (PSH | FIN))
			emit(c, ACK, c->nxt, NULL, 0, 0);
		else if (!c->ack_due)
			c->ack_due = now_ns() + ACK_NS;
	} else if (ahead < 0) {
		emit(c, ACK, c->nxt, NULL, 0, 0);	/* it only asks whether we live */
	}
	if (c->peer_fin && c->fin_acked)
		conn_end(c);
	if (!c->dead)
		push(c);
}

void tcp_timers(void)
{
	static u64 last;
	u64 now = now_ns();
	struct conn *c, *next;

	if (now - last < 5000000)
		return;
	last = now;
	for (c = STAILQ_FIRST(&conns); c; c = next) {
		next = STAILQ_NEXT(c, link);
		if (!c->dead && now - c->seen > IDLE_NS)
			conn_end(c);
		if (c->dead) {
			STAILQ_REMOVE(&conns, c, conn, link);
			nconns--;
			free(c->echo);
			free(c);
			continue;
		}
		if (c->ack_due && now > c->ack_due)
			emit(c, ACK, c->nxt, NULL, 0, 0);
		if (!c->up || !c->rto_due || now < c->rto_due)
			continue;
		counter_add("net.tcp_resent", 1);
		c->nxt = c->una;
		c->fin_sent = false;
		c->dup = 0;
		if (c->rto < 10 * RTO_NS)
			c->rto *= 2;
		c->rto_due = 0;
		if (!c->window)
			c->window = 1;	/* probe */
		push(c);
	}
}
