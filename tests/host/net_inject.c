// SPDX-License-Identifier: GPL-2.0-only
/*
 * Packets that a good host would never send: by name, so that a scenario can
 * go through all of them.
 *
 * Packets that are wrong as transfer-page packets ask for no completion: a
 * driver may drop them as they are, or complete them, which then is counted as
 * unasked_completion.  All others are proper packets with a bad message, and
 * must be completed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net.h"

#define ODD_ID		0x0bad00000001ull
#define DATA_AT		76u
#define DATA_LEN	60u
#define ALL		(DATA_AT + DATA_LEN)

/* ---- messages that differ from a good one in up to two words ---- */

struct change {
	const char *name;
	u32 at[2], to[2];	/* offset 0xffff: unused */
	u32 len;		/* 0: all of it */
};
#define NONE 0xffff

/* Offsets: 0 type, 4 length, 8 data offset, 12 data length, 16 oob offset, 20 oob length, 24 oob count,
 * 28 ppi offset, 32 ppi length, 36 vc, 40 reserved, 44 first ppi (size, type, offset, value), 60 second ppi, 76 data
 */
static const struct change changes[] = {
	{ "rndis-type-unknown", { 0, NONE }, { 0x55, 0 }, 0 },
	{ "rndis-type-zero", { 0, NONE }, { 0, 0 }, 0 },
	{ "rndis-length-zero", { 4, NONE }, { 0, 0 }, 0 },
	{ "rndis-length-small", { 4, NONE }, { 7, 0 }, 0 },
	{ "rndis-length-head", { 4, NONE }, { 8, 0 }, 0 },
	{ "rndis-length-wrap", { 4, NONE }, { 0xffffffff, 0 }, 0 },
	{ "rndis-length-beyond", { 4, NONE }, { ALL + 4096, 0 }, 0 },
	{ "rndis-data-offset-zero", { 8, NONE }, { 0, 0 }, 0 },
	{ "rndis-data-offset-beyond", { 8, NONE }, { 65536, 0 }, 0 },
	{ "rndis-data-offset-wrap", { 8, NONE }, { 0xfffffff0, 0 }, 0 },
	{ "rndis-data-length-zero", { 12, NONE }, { 0, 0 }, 0 },
	{ "rndis-data-length-tiny", { 12, NONE }, { 5, 0 }, 0 },
	{ "rndis-data-length-beyond", { 12, NONE }, { 65536, 0 }, 0 },
	{ "rndis-data-length-wrap", { 12, NONE }, { 0xffffffff, 0 }, 0 },
	{ "rndis-data-both-wrap", { 8, 12 }, { 0xffffffc0, 0x80 }, 0 },
	{ "rndis-oob-wrap", { 16, 20 }, { 0xfffffff0, 0x40 }, 0 },
	{ "rndis-cut-in-head", { NONE, NONE }, { 0, 0 }, 5 },
	{ "rndis-cut-after-head", { NONE, NONE }, { 0, 0 }, 8 },
	{ "rndis-cut-in-packet", { NONE, NONE }, { 0, 0 }, 20 },
	{ "rndis-cut-in-ppi", { NONE, NONE }, { 0, 0 }, 50 },
	{ "rndis-cut-in-data", { NONE, NONE }, { 0, 0 }, 100 },
	{ "ppi-size-zero", { 44, NONE }, { 0, 0 }, 0 },
	{ "ppi-size-small", { 44, NONE }, { 4, 0 }, 0 },
	{ "ppi-size-head", { 44, NONE }, { 12, 0 }, 0 },
	{ "ppi-size-beyond", { 44, NONE }, { 4096, 0 }, 0 },
	{ "ppi-size-wrap", { 44, NONE }, { 0xffffffff, 0 }, 0 },
	{ "ppi-second-size-zero", { 60, NONE }, { 0, 0 }, 0 },
	{ "ppi-offset-zero", { 52, NONE }, { 0, 0 }, 0 },
	{ "ppi-offset-beyond", { 52, NONE }, { 4096, 0 }, 0 },
	{ "ppi-offset-wrap", { 52, NONE }, { 0xfffffff4, 0 }, 0 },
	{ "ppi-list-offset-zero", { 28, NONE }, { 0, 0 }, 0 },
	{ "ppi-list-offset-beyond", { 28, NONE }, { 65536, 0 }, 0 },
	{ "ppi-list-offset-wrap", { 28, NONE }, { 0xfffffff8, 0 }, 0 },
	{ "ppi-list-length-beyond", { 32, NONE }, { 65536, 0 }, 0 },
	{ "ppi-list-length-wrap", { 32, NONE }, { 0xffffffff, 0 }, 0 },
	{ "ppi-list-length-odd", { 32, NONE }, { 13, 0 }, 0 },
};

/* A good data message: a frame for nobody in particular, with two pieces of information. */
static void good(struct net *n, u8 *m)
{
	static const u32 head[] = {
		RN_PACKET, ALL, DATA_AT - 8, DATA_LEN, 0, 0, 0, 36, 32, 0, 0,
		16, PPI_CHECKSUM, 12, RXC_IP_OK, 16, PPI_HASH, 12, 0x12345678,
	};

	memset(m, 0, ALL);
	memcpy(m, head, sizeof(head));
	memcpy(m + DATA_AT, n->port.mac, 6);
	memcpy(m + DATA_AT + 6, responder_port.mac, 6);
	put16(m + DATA_AT + 12, 0x88b5);	/* for experiments */
}

static void send_change(struct net *n, const struct change *c)
{
	unsigned int i;
	u8 m[ALL];

	good(n, m);
	for (i = 0; i < 2; i++)
		if (c->at[i] != NONE)
			memcpy(m + c->at[i], &c->to[i], 4);
	net_send_bytes(n, 0, 0, m, c->len ? c->len : ALL);
}

/* ---- messages on the control side of RNDIS ---- */

struct control {
	const char *name;
	u32 word[8];
	u32 len;		/* bytes sent */
};

static const struct control controls[] = {
	{ "indicate-short", { RN_INDICATE, 12, RS_CONNECT }, 12 },
	{ "indicate-offset-wrap", { RN_INDICATE, 20, RS_SPEED, 0x40, 0xfffffff0 }, 20 },
	{ "indicate-length-beyond", { RN_INDICATE, 20, RS_NETCHANGE, 0xffffffff, 12 }, 20 },
	{ "indicate-unknown", { RN_INDICATE, 20, 0x4001ffff, 0, 0 }, 20 },
	{ "init-done-unasked", { RN_INIT | RN_DONE, 52, 0, RS_OK, 1 }, 32 },
	{ "query-done-unknown-id", { RN_QUERY | RN_DONE, 28, 0xdeadbeef, RS_OK, 4, 16, 1 }, 28 },
	{ "query-done-length-wrap", { RN_QUERY | RN_DONE, 28, 1, RS_OK, 0xffffffff, 16, 1 }, 28 },
	{ "query-done-offset-wrap", { RN_QUERY | RN_DONE, 28, 1, RS_OK, 4, 0xfffffffc, 1 }, 28 },
	{ "set-done-short", { RN_SET | RN_DONE, 12, 1 }, 12 },
	{ "set-done-unknown-id", { RN_SET | RN_DONE, 16, 0xffffffff, RS_OK }, 16 },
	{ "set-done-zero-id", { RN_SET | RN_DONE, 16, 0, RS_OK }, 16 },
	{ "reset-done", { RN_RESET | RN_DONE, 16, 0, 1 }, 16 },
	{ "keepalive", { RN_KEEPALIVE, 12, 77 }, 12 },
	{ "halt", { RN_HALT, 12, 1 }, 12 },
};

/* ---- coalesced pieces ---- */

static void piece(struct net *n, u8 flags, u32 ppi_size, u8 version)
{
	u32 word[] = { RN_PACKET, 0, 36 + ppi_size, DATA_LEN, 0, 0, 0, 36, ppi_size, 0, 0,
		       ppi_size, PPI_ID | PPI_INTERNAL, 12, version | flags << 8 };
	u8 m[ALL] = { 0 };

	word[1] = 44 + ppi_size + DATA_LEN;
	memcpy(m, word, 44 + ppi_size);
	memcpy(m + 44 + ppi_size, n->port.mac, 6);
	net_send_bytes(n, 0, 0, m, word[1]);
}

/* ---- transfer-page packets ---- */

static void xfer(struct net *n, u16 set, u32 count, const struct xfer_range *range, u32 there, const void *nvsp, u32 len)
{
	u8 *head = malloc(sizeof(struct xfer_head) + there * sizeof(*range));
	struct xfer_head h = { .set = set, .ranges = count };

	if (!head)
		die(4, "out of memory for a packet");
	memcpy(head, &h, sizeof(h));
	memcpy(head + sizeof(h), range, there * sizeof(*range));
	channel_send(n->chan[0], PKT_XFER_PAGES, 0, ODD_ID, head, sizeof(h) + there * sizeof(*range), nvsp, len);
	free(head);
}

/* One packet with many pieces of one coalesced frame: all ranges are the same section. */
static void many_pieces(struct net *n, u32 count, u32 bytes)
{
	struct xfer_range *r = calloc(count, sizeof(*r));
	u32 nv[10] = { NV_RNDIS, 0, SECTION_NONE, 0 }, i, at = 0;
	u8 m[60 + 1500] = { 0 };

	if (!r)
		die(4, "out of memory for a packet");
	for (i = 0; i < 3; i++) {
		/* first, middle and last piece, in sections at the buffer's end */
		u8 flags = ID_PIECE | (i == 0 ? ID_FIRST : i == 2 ? ID_LAST : 0);
		u32 word[] = { RN_PACKET, 60 + bytes, 52, bytes, 0, 0, 0, 36, 16, 0, 0,
			       16, PPI_ID | PPI_INTERNAL, 12, ID_VERSION | flags << 8 };

		memcpy(m, word, sizeof(word));
		at = n->recv_pages * HV_PAGE - (3 - i) * 2048;
		buf_write(n->recv_page, at, m, 60 + bytes);
	}
	at = n->recv_pages * HV_PAGE;
	for (i = 0; i < count; i++) {
		r[i].offset = at - (i == 0 ? 3 : i + 1 == count ? 1 : 2) * 2048;
		r[i].count = 60 + bytes;
	}
	xfer(n, RECV_BUF_ID, count, r, count, nv, sizeof(nv));
	free(r);
}

/* ---- the rest, one by one ---- */

static const char *const others[] = {
	"rsc-middle-first", "rsc-last-first", "rsc-never-ended", "rsc-first-twice", "rsc-short-info", "rsc-version",
	"rsc-too-many", "rsc-too-long",
	"xfer-offset-beyond", "xfer-offset-wrap", "xfer-length-beyond", "xfer-length-zero", "xfer-count-wrap",
	"xfer-count-more", "xfer-count-zero", "xfer-set-wrong", "xfer-nvsp-empty", "xfer-nvsp-short", "xfer-nvsp-type",
	"xfer-channel-type", "xfer-zero-id",
	"nvsp-empty", "nvsp-short", "nvsp-unknown", "nvsp-rndis-inband", "vf-short", "vf-unknown", "table-short",
	"table-count", "table-offset-beyond", "table-offset-wrap", "table-entries",
	"done-unknown-id", "done-zero-id", "done-huge-id", "done-short", "done-empty", "done-type", "done-of-init",
	"done-of-buffer", "packet-type-gpa", "packet-type-unknown",
};

static bool is(const char *a, const char *b)
{
	return !strcmp(a, b);
}

static void inband(struct net *n, const void *msg, u32 len)
{
	channel_send(n->chan[0], PKT_INBAND, 0, 0, NULL, 0, msg, len);
}

static void completion(struct net *n, u64 id, u32 type, u32 status, u32 len)
{
	u32 m[10] = { type, status };

	channel_send(n->chan[0], PKT_COMPLETION, 0, id, NULL, 0, m, len);
}

static void send_xfer(struct net *n, const char *name)
{
	u32 size = n->recv_pages * HV_PAGE, nv[10] = { NV_RNDIS, 0, SECTION_NONE, 0 };
	struct xfer_range r[2] = { { ALL, size - 2048 }, { ALL, size - 2048 } };
	u32 count = 1, len = sizeof(nv);
	u16 set = RECV_BUF_ID;
	u8 m[ALL];

	good(n, m);
	buf_write(n->recv_page, size - 2048, m, ALL);
	if (is(name, "xfer-offset-beyond"))
		r[0].offset = size;
	else if (is(name, "xfer-offset-wrap"))
		r[0].offset = 0xffffffc0;
	else if (is(name, "xfer-length-beyond"))
		r[0].count = 4096;
	else if (is(name, "xfer-length-zero"))
		r[0].count = 0;
	else if (is(name, "xfer-count-wrap"))
		count = 0xffffffff;
	else if (is(name, "xfer-count-more"))
		count = 100;
	else if (is(name, "xfer-count-zero"))
		count = 0;
	else if (is(name, "xfer-set-wrong"))
		set = 0x1234;
	else if (is(name, "xfer-nvsp-empty"))
		len = 0;
	else if (is(name, "xfer-nvsp-short"))
		len = 6;
	else if (is(name, "xfer-nvsp-type"))
		nv[0] = 0x77;
	else if (is(name, "xfer-channel-type"))
		nv[1] = 0x7777;
	if (is(name, "xfer-zero-id")) {
		struct { struct xfer_head h; struct xfer_range r; } PACKED h = { { set, 0, 0, 1 }, r[0] };

		channel_send(n->chan[0], PKT_XFER_PAGES, PKT_FLAG_COMPLETE, 0, &h, sizeof(h), nv, len);
		return;
	}
	xfer(n, set, count, r, 1, nv, len);
}

static void send_nvsp(struct net *n, const char *name)
{
	u32 table[10 + SEND_TABLE_SIZE] = { NV_SEND_TABLE, SEND_TABLE_SIZE, 40 }, i;

	if (is(name, "table-count"))
		table[1] = 0x40000001;
	else if (is(name, "table-offset-beyond"))
		table[2] = 4096;
	else if (is(name, "table-offset-wrap"))
		table[2] = 0xfffffff0;
	for (i = 0; is(name, "table-entries") && i < SEND_TABLE_SIZE; i++)
		table[10 + i] = i & 1 ? 0xffffffff : 1000 + i;
	if (is(name, "nvsp-empty")) {
		inband(n, NULL, 0);
	} else if (is(name, "nvsp-short")) {
		inband(n, table, 3);
	} else if (is(name, "nvsp-unknown")) {
		table[0] = 0x4242;
		inband(n, table, 40);
	} else if (is(name, "nvsp-rndis-inband")) {
		table[0] = NV_RNDIS;
		inband(n, table, 40);
	} else if (is(name, "vf-short")) {
		table[0] = NV_VF;
		inband(n, table, 6);
	} else if (is(name, "vf-unknown")) {
		u32 vf[10] = { NV_VF, 1, 0x99 };

		inband(n, vf, sizeof(vf));
		vf[1] = 0;
		inband(n, vf, sizeof(vf));
	} else {
		inband(n, table, is(name, "table-short") ? 48 : sizeof(table));
	}
}

static void send_other(struct net *n, const char *name)
{
	u8 zeros[64] = { 0 };

	if (is(name, "rsc-middle-first")) {
		piece(n, ID_PIECE, 16, ID_VERSION);
	} else if (is(name, "rsc-last-first")) {
		piece(n, ID_PIECE | ID_LAST, 16, ID_VERSION);
	} else if (is(name, "rsc-never-ended")) {
		piece(n, ID_PIECE | ID_FIRST, 16, ID_VERSION);
	} else if (is(name, "rsc-first-twice")) {
		piece(n, ID_PIECE | ID_FIRST, 16, ID_VERSION);
		piece(n, ID_PIECE | ID_FIRST | ID_LAST, 16, ID_VERSION);
	} else if (is(name, "rsc-short-info")) {
		piece(n, ID_PIECE | ID_FIRST, 12, ID_VERSION);
	} else if (is(name, "rsc-version")) {
		piece(n, ID_PIECE | ID_FIRST, 16, 0x7f);
	} else if (is(name, "rsc-too-many")) {
		many_pieces(n, 600, 40);
	} else if (is(name, "rsc-too-long")) {
		many_pieces(n, 200, 1400);
	} else if (is(name, "done-unknown-id")) {
		completion(n, 0x7777, NV_RNDIS_DONE, NVS_OK, 8);
	} else if (is(name, "done-zero-id")) {
		completion(n, 0, NV_RNDIS_DONE, NVS_OK, 8);
	} else if (is(name, "done-huge-id")) {
		completion(n, ~0ull, NV_RNDIS_DONE, NVS_OK, 8);
		completion(n, 0xffff880000001000ull, NV_RNDIS_DONE, NVS_OK, 8);
	} else if (is(name, "done-short")) {
		completion(n, 1, NV_RNDIS_DONE, NVS_OK, 4);
	} else if (is(name, "done-empty")) {
		completion(n, 1, NV_RNDIS_DONE, NVS_OK, 0);
	} else if (is(name, "done-type")) {
		completion(n, 0x6666, 0x1234, NVS_OK, 40);
	} else if (is(name, "done-of-init")) {
		completion(n, 0x6666, NV_INIT_DONE, NVS_OK, 40);
	} else if (is(name, "done-of-buffer")) {
		completion(n, 0x6666, NV_RECV_BUF_DONE, NVS_OK, 40);
		completion(n, 0x6666, NV_SEND_BUF_DONE, NVS_OK, 40);
	} else if (is(name, "packet-type-gpa")) {
		channel_send(n->chan[0], PKT_GPA_DIRECT, 0, ODD_ID, zeros, 8, zeros, 40);
	} else if (is(name, "packet-type-unknown")) {
		channel_send(n->chan[0], 0x99, 0, ODD_ID, NULL, 0, zeros, 40);
	}
}

/* ---- by name ---- */

static unsigned int case_count(void)
{
	return sizeof(changes) / sizeof(changes[0]) + sizeof(controls) / sizeof(controls[0]) +
	       sizeof(others) / sizeof(others[0]);
}

static const char *case_name(unsigned int i)
{
	if (i < sizeof(changes) / sizeof(changes[0]))
		return changes[i].name;
	i -= sizeof(changes) / sizeof(changes[0]);
	if (i < sizeof(controls) / sizeof(controls[0]))
		return controls[i].name;
	return others[i - sizeof(controls) / sizeof(controls[0])];
}

static void send_case(struct net *n, unsigned int i)
{
	const char *name = case_name(i);
	unsigned int k;

	if (i < sizeof(changes) / sizeof(changes[0])) {
		send_change(n, &changes[i]);
		return;
	}
	for (k = 0; k < sizeof(controls) / sizeof(controls[0]); k++)
		if (is(controls[k].name, name)) {
			net_send_bytes(n, 0, 1, controls[k].word, controls[k].len);
			return;
		}
	if (!strncmp(name, "xfer-", 5))
		send_xfer(n, name);
	else if (!strncmp(name, "table-", 6) || !strncmp(name, "nvsp-", 5) || !strncmp(name, "vf-", 3))
		send_nvsp(n, name);
	else
		send_other(n, name);
}

int net_inject(struct net *n, int argc, char **argv, char *out, size_t outlen)
{
	unsigned int i, times = argc > 2 ? strtoul(argv[2], NULL, 0) : 1, at = 0;

	if (argc == 2 && is(argv[1], "list")) {
		for (i = 0; i < case_count() && at < outlen; i++)
			at += snprintf(out + at, outlen - at, "%s\n", case_name(i));
		return 0;
	}
	for (i = 0; argc > 1 && i < case_count(); i++)
		if (is(argv[1], case_name(i)))
			break;
	if (argc < 2 || argc > 3 || i == case_count()) {
		snprintf(out, outlen, "usage: inject CASE [COUNT] | inject list");
		return -1;
	}
	pthread_mutex_lock(&n->lock);
	if (!n->chan[0] || !n->recv_page) {
		pthread_mutex_unlock(&n->lock);
		snprintf(out, outlen, "%s has no receive buffer", n->dev->name);
		return -1;
	}
	while (times--)
		send_case(n, i);
	pthread_mutex_unlock(&n->lock);
	return 0;
}
