/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inner interfaces of the network side of the stand-in host: the device
 * (dev_net.c), its RNDIS control plane (net_rndis.c), the receive path
 * (net_receive.c), offloads (net_offload.c), the switch (net_switch.c), the
 * machine behind it (net_responder.c, net_tcp.c) and damage (net_inject.c).
 *
 * Locks, in the order in which they may be taken: vm.lock, net->lock (one
 * per device), the channel's own.  The locks of the switch and of the
 * responder are held alone.
 */
#ifndef HVHOST_NET_H
#define HVHOST_NET_H

#include <stdio.h>

#include "bus.h"
#include "net_wire.h"

#define ETH_HLEN	14u
#define NET_QUEUES	64u
#define NET_MULTICAST	64u
#define FRAME_MAX	65600u		/* longest frame on the wire */
#define GATHER_MAX	(FRAME_MAX * 4)	/* longest packet of the guest: a batch, or one to be segmented */

/* ---- frames ---- */
#define FR_L3_OK	1u	/* the host has verified or computed the sum */
#define FR_L4_OK	2u

struct frame {
	const u8 *data;		/* without VLAN tag */
	u32 len;
	bool tagged;
	u16 tci;
	u8 sums;
};

struct frames {			/* what one packet of the guest became */
	struct frame *f;
	unsigned int n, cap;
	u8 **own;		/* memory of frames made by the host */
	unsigned int nown, cap_own;
};
void frames_add(struct frames *fs, const struct frame *f);
u8 *frames_mem(struct frames *fs, u32 len);	/* lives as long as fs */
void frames_clear(struct frames *fs);		/* keeps the arrays */

/* ---- where the headers are (net_offload.c) ---- */
struct hdrs {
	bool v4, v6, tcp, udp, icmp, fragment;
	u32 l3, l4, payload, end;	/* offsets; end: of the IP packet, without padding */
	u8 proto;
};
bool headers_find(const u8 *data, u32 len, struct hdrs *h);
u16 get16(const u8 *p);			/* big-endian */
u32 get32(const u8 *p);
void put16(u8 *p, u16 v);
void put32(u8 *p, u32 v);
u32 sum_add(u32 sum, const u8 *p, u32 len);
u16 sum_fold(u32 sum);
u32 sum_pseudo(const u8 *data, const struct hdrs *h, u32 len);
void sums_set(u8 *data, u32 len);	/* fill in the IPv4, TCP, UDP and ICMP sums */

/* ---- the switch (net_switch.c) ---- */
struct swport {
	char name[32];
	u8 mac[6];
	u16 access;			/* VLAN of a port whose end knows of no tags; 0: tags pass */
	u16 trunk[16];			/* tags that may pass, besides none */
	unsigned int ntrunk;		/* 0: all */
	bool down;
	FILE *pcap;
	/* frames for the end of this port; no lock held */
	void (*deliver)(struct swport *p, const struct frame *f, unsigned int n);
	void *priv;
	struct swport *next;
	u64 in, out, in_bytes, out_bytes, refused;	/* as the switch sees it */
};
void switch_attach(struct swport *p);
void switch_send(struct swport *from, const struct frame *f, unsigned int n);
void switch_forget(struct swport *p);	/* what was learned about a port */
int pcap_open(struct swport *p, const char *path);
void pcap_flush_all(void);

/* ---- the device ---- */
enum net_stat {
	NS_TX_PACKETS, NS_TX_BYTES, NS_TX_MESSAGES, NS_TX_BATCHED, NS_TX_SECTION, NS_TX_PAGES, NS_TX_PARTIAL,
	NS_TX_LSO, NS_TX_SEGMENTS, NS_TX_CSUM, NS_TX_VLAN,
	NS_RX_PACKETS, NS_RX_BYTES, NS_RX_MESSAGES, NS_RX_NO_BUFFER, NS_RX_FILTERED, NS_RX_DOWN, NS_RX_LONG, NS_RX_RSC,
	NS_RX_LOST, NS_COUNT
};

struct held_done {			/* a completion that waits */
	STAILQ_ENTRY(held_done) link;
	struct channel *chan;
	u64 trans_id, due;
	u32 status;
};

#define RX_SLOTS	8192u
struct rx_slot {			/* a receive packet that the guest must complete */
	u64 id;				/* 0: free */
	struct channel *chan;
	u32 nruns;
	struct run { u32 first, count; } *run;	/* sections that it holds */
};

struct net {
	struct device *dev;
	struct swport port;
	u8 perm_mac[6];
	/* options */
	u32 nvsp_max;
	u32 recv_section, send_section;
	u32 max_packets, align_shift;
	u32 table_entries;
	bool rsc_offered, lso_offered, csum_offered, udp_offered;
	u32 speed;			/* Mbit/s */

	pthread_mutex_t lock;		/* protects what follows */
	struct channel *chan[NET_QUEUES];
	u32 nvsp;			/* 0: none agreed */
	u64 caps;
	u32 mtu;			/* longest frame, without tag */
	bool rndis_up, link_down;
	u32 filter;
	u8 multicast[NET_MULTICAST][6];
	unsigned int nmulticast;
	unsigned int subchannels;	/* granted */
	u16 last_tci;			/* of the last frame of the guest that had a tag */
	bool table_sent;
	/* offloads that the guest switched on */
	struct { bool tx_ip4, tx_tcp4, tx_udp4, tx_tcp6, tx_udp6, rx_ip4, rx_tcp4, rx_udp4, rx_tcp6, rx_udp6, lso4, lso6, rsc4, rsc6; } on;
	/* RSS */
	bool rss;
	u32 hash_info, ntable;
	u32 table[RSS_TABLE_MAX];
	u8 key[RSS_KEY_LEN];
	/* buffers */
	u8 **recv_page, **send_page;
	u32 recv_pages, send_pages, recv_gpadl, send_gpadl;
	u32 section_size;		/* agreed: a frame of the MTU fits in one */
	u32 nsections, next_section, sections_used, send_sections;
	u8 *section_busy;
	u8 *send_busy;
	struct rx_slot *slot;
	u32 next_slot;
	u32 rx_generation;
	/* scenario knobs */
	struct { unsigned int init, recv, send, rndis, subchannel; } refuse;
	unsigned int drop_done, delay_ms;
	bool hold;
	unsigned int fail_done;
	unsigned int lose_every, lose_count;
	u32 oid_refused[8];
	unsigned int noid_refused;
	u32 alive_asked, alive_told;	/* keepalive: number of the last question, and of the last answer */
	STAILQ_HEAD(, held_done) held;

	u64 stat[NS_COUNT], told[NS_COUNT];
	u64 queue_rx[NET_QUEUES], queue_tx[NET_QUEUES];
};

void net_count(struct net *n, enum net_stat s, u64 by);
/* copy to and from a buffer of the guest; the caller has checked the range; lock held */
void buf_write(u8 **page, u32 at, const void *from, u32 len);
void buf_read(u8 **page, u32 at, void *to, u32 len);

/* ---- receive path (net_receive.c): host to guest ---- */
void net_deliver(struct swport *p, const struct frame *f, unsigned int count);
/* A control message of RNDIS; lock held.  false: no room. */
bool net_send_control(struct net *n, const void *msg, u32 len);
void net_indicate(struct net *n, u32 status);	/* lock held */
void net_keepalive(struct net *n);		/* lock held */
/* len bytes as one range of a receive packet on a queue, channel type 0 or 1; lock held */
bool net_send_bytes(struct net *n, unsigned int queue, u32 channel, const void *msg, u32 len);
void net_rx_completed(struct net *n, struct channel *c, const struct packet *p);
void net_rx_reset(struct net *n, struct channel *c);	/* a channel's packets come to an end, NULL: all; lock held */
u32 net_queue_of(struct net *n, const struct frame *f, u32 *hash, bool *hashed);	/* lock held */

/* ---- RNDIS control plane (net_rndis.c) ---- */
void net_rndis_control(struct net *n, const u8 *msg, u32 len);	/* no lock held */
void net_rndis_reset(struct net *n);				/* lock held */
u32 net_speed(const struct net *n);				/* of the link, in units of 100 bit/s */

/* ---- offloads of transmitted packets (net_offload.c) ---- */
struct tx_info {
	const u8 *data;
	u32 len;
	bool has_csum, has_lso, has_vlan;
	u32 csum, lso;
	u16 tci;
};
void net_offload(struct net *n, const struct tx_info *t, struct frames *out);

/* ---- damage (net_inject.c) ---- */
int net_inject(struct net *n, int argc, char **argv, char *out, size_t outlen);	/* no lock held */

/* ---- the machine behind the switch ---- */
#define RESPONDER_QUEUE 8192u	/* eight full TCP windows */
struct peer {			/* who sent a packet, as the answer needs it */
	u8 mac[6];
	bool tagged;
	u16 tci;
	u8 ip[4], own_ip[4];
};
extern struct swport responder_port;
void responder_start(void);
void responder_ip(const struct peer *to, u8 proto, const u8 *payload, u32 len);	/* its thread only */
void tcp_input(const struct peer *from, const u8 *seg, u32 len);		/* its thread only */
void tcp_timers(void);
unsigned int tcp_connections(void);
/* len bytes from offset on of the file that has so many bytes: the same for every request */
void file_bytes(u64 offset, u8 *to, u32 len);
void file_md5(u64 size, char out[33]);

#endif
