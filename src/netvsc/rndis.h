/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pure part of hv_netvsc that knows RNDIS: frames with their information,
 * coalesced frames, questions about settings (protocol 5.2). No kernel object is
 * touched. Parsers get private copies and return -EINVAL for nonsense.
 */
#ifndef NETVSC_RNDIS_H
#define NETVSC_RNDIS_H

#include <hyperv/net_proto.h>

/* Largest frame: a coalesced one with its header and a VLAN tag. */
#define RNDIS_MAX_FRAME		(65536u + 18)
/* Headers of a frame that we send: the message and what travels with it. */
#define RNDIS_TX_HEAD_MAX	(RNDIS_PACKET_HEAD + 4u * 16)

/* Where the TCP header of a frame to be segmented can begin at most. */
#define RNDIS_LSO_HDR_MAX	0x3FF

#define RNDIS_HAS_CSUM		0x1
#define RNDIS_HAS_VLAN		0x2
#define RNDIS_HAS_HASH		0x4
#define RNDIS_HAS_ID		0x8
#define RNDIS_HAS_LSO		0x10

/**
 * struct rndis_info - what travels with a frame, in either direction
 * @has: RNDIS_HAS_*
 * @csum: RNDIS_CSUM_*
 * @lso: RNDIS_LSO_*
 * @hash: hash value
 * @vlan_tci: tag as Linux has it: priority, CFI, id
 * @id_flags: RNDIS_PKT_*
 */
struct rndis_info {
	u32 has;
	u32 csum;
	u32 lso;
	u32 hash;
	u16 vlan_tci;
	u8 id_flags;
};

/**
 * struct rndis_frame - a received frame
 * @offset: of the frame in the message
 * @len: bytes of it
 * @info: what came with it
 */
struct rndis_frame {
	u32 offset;
	u32 len;
	struct rndis_info info;
};

/* Type of a message whose length fits into @len bytes; 0 when there is none. */
u32 rndis_type(const void *data, u32 len);

/**
 * rndis_parse_packet() - find the frame in a message
 * @copy: private copy of the beginning of the message
 * @copy_len: bytes of it
 * @len: bytes that the whole message can have
 *
 * Everything but the frame itself must be in the copy. Return: 0 or -EINVAL.
 */
int rndis_parse_packet(const void *copy, u32 copy_len, u32 len,
		       struct rndis_frame *f);

/**
 * struct rndis_piece - part of a coalesced frame
 * @where: offset in the receive buffer
 * @len: bytes
 */
struct rndis_piece {
	u32 where;
	u32 len;
};

/**
 * struct rndis_rsc - a frame in the making, out of one or more pieces
 * @count: pieces so far; 0 when there is nothing in the making
 * @len: bytes so far
 * @info: of the first piece
 * @coalesced: the host has put several segments together
 * @piece: the pieces
 */
struct rndis_rsc {
	u32 count;
	u32 len;
	struct rndis_info info;
	bool coalesced;
	struct rndis_piece piece[NVSP_MAX_RANGES_RSC];
};

static inline void rndis_rsc_reset(struct rndis_rsc *r)
{
	r->count = 0;
	r->len = 0;
	r->coalesced = false;
}

/**
 * rndis_rsc_add() - append what rndis_parse_packet() found
 * @where: offset of the message in the receive buffer
 *
 * Return: 1: the frame is complete; 0: more pieces follow; -EINVAL: out of
 * order or too large, and the frame in the making is given up.
 */
int rndis_rsc_add(struct rndis_rsc *r, const struct rndis_frame *f, u32 where);

/**
 * rndis_build_packet() - headers of a frame to send
 * @buf: at least RNDIS_TX_HEAD_MAX bytes
 * @data_len: bytes of the frame
 *
 * Return: bytes of the headers; the frame follows them directly.
 */
u32 rndis_build_packet(void *buf, u32 data_len, const struct rndis_info *info);

/* Make a message longer so that the next one in a section is aligned. */
void rndis_pad_packet(void *buf, u32 bytes);

/* -------- control messages; builders return bytes, 0 when there is no room -------- */

u32 rndis_build_init(void *buf, u32 room, u32 req_id);
u32 rndis_build_halt(void *buf, u32 room, u32 req_id);
/* @info: what the question needs to say, or NULL */
u32 rndis_build_query(void *buf, u32 room, u32 req_id, u32 oid,
		      const void *info, u32 info_len);
u32 rndis_build_set(void *buf, u32 room, u32 req_id, u32 oid,
		    const void *info, u32 info_len);
u32 rndis_build_keepalive_complete(void *buf, u32 room, u32 req_id);

/* Request id of an answer, whatever it answers; -EINVAL when it has none. */
int rndis_parse_req_id(const void *msg, u32 len, u32 *req_id);

/**
 * struct rndis_limits - what the host accepts, made sane
 * @max_packets: messages in one section, 1..64
 * @max_bytes: bytes in one section
 * @align: each message begins at a multiple of it, a power of two up to 256
 */
struct rndis_limits {
	u32 max_packets;
	u32 max_bytes;
	u32 align;
};

/* 0, -EINVAL, or -EIO when the host refused. */
int rndis_parse_init(const void *msg, u32 len, struct rndis_limits *out);
int rndis_parse_set(const void *msg, u32 len);
/*
 * Answer to a query: at most @room bytes are copied to @info, the rest of it is
 * filled with zero. @got: bytes that came. 0, -EINVAL, -EIO.
 */
int rndis_parse_query(const void *msg, u32 len, void *info, u32 room, u32 *got);
/* Status of an indication. */
int rndis_parse_indicate(const void *msg, u32 len, u32 *status);

/* -------- settings -------- */

#define RNDIS_OFF_TCP4		0x01
#define RNDIS_OFF_UDP4		0x02
#define RNDIS_OFF_TCP6		0x04
#define RNDIS_OFF_UDP6		0x08
#define RNDIS_OFF_LSO4		0x10
#define RNDIS_OFF_LSO6		0x20
#define RNDIS_OFF_RSC4		0x40
#define RNDIS_OFF_RSC6		0x80

/**
 * struct rndis_offloads - what the host can do
 * @can: RNDIS_OFF_*
 * @lso_max: largest frame to segment, bytes; 0 without LSO
 */
struct rndis_offloads {
	u32 can;
	u32 lso_max;
};

int rndis_parse_offload_caps(const void *info, u32 len, u32 nvsp_version,
			     struct rndis_offloads *out);
/* Returns the bytes to send. @rsc: coalesce what can be coalesced. */
u32 rndis_build_offload_params(struct ndis_offload_params *p, u32 nvsp_version,
			       const struct rndis_offloads *o, bool rsc);

/* Number of queues and table entries; at least 1 each, table at most 256. */
int rndis_parse_rss_caps(const void *info, u32 len, u32 *queues,
			 u32 *table_entries);
/**
 * rndis_build_rss_params() - how the host spreads what it receives
 * @buf: at least sizeof(struct ndis_rss_params) + 4 * @entries + the key
 * @disable: no spreading for now; the table is kept
 */
u32 rndis_build_rss_params(void *buf, u32 room, const u16 *table, u32 entries,
			   const u8 *key, bool disable);

/* The setting "NetworkAddress" with a MAC address. Bytes, or 0. */
u32 rndis_build_mac(void *buf, u32 room, const u8 mac[6]);

/* Packet filter; @multi: any group, @all_multi and @promisc as the flags. */
u32 rndis_filter(bool promisc, bool multi);

#endif /* NETVSC_RNDIS_H */
