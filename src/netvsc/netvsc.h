/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hv_netvsc: the synthetic network device.
 *
 * main.c      module, probe and remove, suspend and resume, network operations
 * session.c   the host's side comes and goes: handshake, buffers, attach, detach
 * rndis_filter.c  control messages of RNDIS with their answers
 * channels.c  VMBus channels, subchannels, polling
 * tx.c rx.c   frames out and in
 * xdp.c vf.c vf_none.c  programs on received frames; the path through a virtual
 *             function, or none
 * link.c      carrier, speed and migrations as the host tells them
 * ethtool.c   settings and statistics
 * nvsp.c rndis.c rndis_oid.c  pure code, see nvsp.h and rndis.h
 *
 * Locks, in the order in which they are taken:
 *  RTNL			what users change: attach and detach after probe
 *  nv->chan_lock	which queues have a channel that runs
 *  nv->ctl.mutex	one control message at a time
 *  transmit lock of a queue	what is sent through it
 *  nv->ctl.lock	the answer of the control message
 * vmbus_close() is called with RTNL at most: callbacks that it waits for take
 * chan_lock.
 *
 * Host contract: the receive buffer can change at any moment, so headers are
 * copied before they are looked at and a frame is copied once. Every received
 * packet is answered, sooner or later.
 */
#ifndef NETVSC_NETVSC_H
#define NETVSC_NETVSC_H

#include <linux/completion.h>
#include <linux/etherdevice.h>
#include <linux/if_vlan.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/u64_stats_sync.h>
#include <linux/workqueue.h>
#include <net/xdp.h>

#include <hyperv/vmbus.h>
#include "nvsp.h"
#include "rndis.h"

#define NETVSC_MIN_MTU		68u
#define NETVSC_MAX_MTU		65521u
#define NETVSC_MAX_QUEUES	64u
#define NETVSC_DEFAULT_QUEUES	16u

#define NETVSC_RECV_DEFAULT	(16u << 20)
#define NETVSC_RECV_MAX		(31u << 20)
#define NETVSC_RECV_MAX_OLD	(15u << 20)	/* NVSP up to 2 */
#define NETVSC_SEND_DEFAULT	(1u << 20)
#define NETVSC_SEND_MAX		(15u << 20)
#define NETVSC_RECV_SECTION	1728u		/* before the host says it */
#define NETVSC_SEND_SECTION	6144u
#define NETVSC_MIN_SECTIONS	10u

#define NETVSC_MAX_PKT		(24u + 8u * NVSP_MAX_RANGES_RSC + 64u)
#define NETVSC_WAIT_HOST	(10 * HZ)	/* for an answer */
#define NETVSC_WAIT_SUBCHANNELS	(5 * HZ)
#define NETVSC_WAIT_DRAIN	500		/* times 20 ms */
#define NETVSC_LINK_GAP		(2 * HZ)	/* between two changes of the carrier */

#define NETVSC_SLOTS		512u		/* packets of a queue at the host; a power of two */
#define NETVSC_SLOT_HEAD	128u		/* room for the headers of a frame */
#define NETVSC_OWED		256u		/* answers that wait for room; a power of two */
#define NETVSC_HEAD_COPY	256u		/* headers of a received message */
#define NETVSC_CTL_BYTES	4096u		/* largest control message */
/* A larger frame is described by its pages instead of being copied. */
#define NETVSC_COPY_MAX		4096u
/*
 * Frames up to this length wait for those before them, to be sent together, when
 * the host has more packets than so many.
 */
#define NETVSC_HOLD_MAX		256u
#define NETVSC_HOLD_OUT		8u
/* The host gives nothing back for so long: it has lost what it was sent. */
#define NETVSC_STUCK		(30 * HZ)

struct netvsc;

/**
 * struct netvsc_slot - one packet that the host has
 * @skb: the frame that the host reads by its pages, or NULL
 * @section: section of the send buffer, or NVSP_NO_SECTION
 * @packets: frames in it
 * @bytes: their length
 * @held_packets: those of them that count towards the byte limits of the queue
 * @held_bytes: their length
 * @head: memory for the headers, when there is no section
 * @head_pfn: host page of it
 */
struct netvsc_slot {
	struct sk_buff *skb;
	u32 section;
	u32 packets;
	u32 bytes;
	u32 held_packets;
	u32 held_bytes;
	u8 *head;
	u64 head_pfn;
};

/**
 * struct netvsc_tx - the sending half of a queue
 *
 * The transmit lock protects all but @tail and what is behind it: free slots are
 * a ring of indices, taken at @head under the transmit lock, and given back at
 * @tail by the poller alone.
 *
 * @slot: NETVSC_SLOTS packets
 * @free: indices of free slots
 * @heads: memory of all slot heads
 * @open: slot whose section is being filled, or NULL
 * @open_used: bytes of that section in use
 * @open_last: where its last message begins
 * @hint: where to look for a free section
 * @stopped_at: when the stack was last told to wait (jiffies)
 * @stuck: @open did not fit into the ring; the poller tries again
 * @done_packets: frames with byte limits finished in this poll, and their bytes
 */
struct netvsc_tx {
	struct netvsc_slot *slot;
	u16 *free;
	u8 *heads;
	u32 head;
	u32 tail;
	struct netvsc_slot *open;
	u32 open_used;
	u32 open_last;
	u32 hint;
	unsigned long stopped_at;
	bool stuck;
	unsigned int done_packets;
	unsigned int done_bytes;
};

/* One answer that is owed to the host. */
struct netvsc_owed {
	u64 trans_id;
	bool ok;
};

/**
 * struct netvsc_rx - the receiving half of a queue; the poller's alone
 * @rsc: the frame in the making
 * @head: private copy of the headers of a message
 * @owed: answers for which there was no room yet, a ring
 */
struct netvsc_rx {
	struct rndis_rsc *rsc;
	u8 head[NETVSC_HEAD_COPY] __aligned(8);
	struct netvsc_owed *owed;
	u32 owed_head;
	u32 owed_tail;
};

/* Counters of one direction with one writer. */
struct netvsc_stats {
	u64 packets;
	u64 bytes;
	u64 multicast;
	u64 xdp_drop;
	u64 xdp_redirect;
	u64 xdp_tx;
	u64 xdp_xmit;
	struct u64_stats_sync syncp;
};

/* Frames through a virtual function, of one CPU. */
struct netvsc_vf_pcpu {
	u64 rx_packets;
	u64 rx_bytes;
	u64 tx_packets;
	u64 tx_bytes;
	u64 tx_dropped;
	struct u64_stats_sync syncp;
};

/* What ethtool -S shows besides; lossless for one writer, summed over queues. */
struct netvsc_events {
	unsigned long tx_partial;
	unsigned long tx_scattered;
	unsigned long tx_no_memory;
	unsigned long tx_no_space;
	unsigned long tx_too_big;
	unsigned long tx_busy;
	unsigned long tx_send_full;
	unsigned long tx_errors;
	unsigned long rx_comp_busy;
	unsigned long rx_no_memory;
	unsigned long rx_bad;
	unsigned long rx_dropped;
	unsigned long stop_queue;
	unsigned long wake_queue;
	unsigned long vlan_error;
};

/**
 * struct netvsc_queue - a channel with its two directions; lives until remove
 * @nv: the device
 * @index: number of the queue; the subchannel index
 * @chan: its channel
 * @running: the channel is open and polled; protected by nv->chan_lock
 * @lost: the host took the subchannel away
 */
struct netvsc_queue {
	struct netvsc *nv;
	u32 index;
	struct vmbus_channel *chan;
	bool running;
	bool lost;
	struct napi_struct napi;
	struct netvsc_tx tx;
	struct netvsc_rx rx;
	struct netvsc_stats tx_stats;
	struct netvsc_stats rx_stats;
	struct netvsc_events ev;
	struct xdp_rxq_info xdp_rxq;
	bool xdp_flush;
	bool xdp_sent;
};

/**
 * struct netvsc_buf - memory shared with the host
 * @mem: vmalloc memory
 * @bytes: size of it
 * @section: bytes of a section
 * @sections: number of them
 */
struct netvsc_buf {
	void *mem;
	u32 bytes;
	u32 section;
	u32 sections;
	struct vmbus_gpadl gpadl;
};

/**
 * struct netvsc_ctl - control messages, one at a time
 * @mutex: the one who asks; protects @online and the request page
 * @online: messages can be exchanged; protected by @mutex
 * @lock: protects what follows
 * @waiting: somebody waits for the answer with @req_id
 * @request: page with the message; the host's until @at_host is false
 * @at_host: the host has not completed the packet with @request
 * @keepalive: the host has asked whether we are alive, with @keepalive_id
 */
struct netvsc_ctl {
	struct mutex mutex;
	bool online;
	spinlock_t lock;
	struct completion done;
	bool waiting;
	bool answered;
	u32 req_id;
	u32 reply_len;
	u8 *request;
	bool at_host;
	bool keepalive;
	u32 keepalive_id;
	u8 *reply;
	u8 *in;
};

/**
 * struct netvsc_nvsp - the NVSP request under way
 * @lock: protects @answered, @reply and @len
 */
struct netvsc_nvsp {
	spinlock_t lock;
	struct completion done;
	bool waiting;
	bool answered;
	u32 len;
	u8 reply[128];
};

/**
 * struct netvsc - a network device; the private part of its net_device
 *
 * @gone: the host took the device away
 * @attached: there is a session with the host; RTNL after probe
 * @tx_off: nothing may be sent and no queue woken; see tx.c
 * @version: agreed NVSP version, 0 before
 * @limits: how frames can be batched
 * @copy_max: larger messages are not copied into a section
 * @off: what the host can offload
 * @offered: features that the user may change
 * @want_recv: bytes of the receive buffer that the user wants
 * @want_send: the same of the send buffer
 * @section_map: sections of the send buffer in use
 * @queues: number of queues in use
 * @tx_queues: number of queues that the stack knows of, to send
 * @want_queues: number of queues that the user wants
 * @max_queues: as many as the host and this driver can have
 * @queue: created when first needed; freed by remove
 * @chan_lock: protects netvsc_queue.running and @collecting
 * @collecting: subchannels are being opened
 * @opened: how many; woken through @sub_wait
 * @rss_entries: size of @rss_table
 * @send_table: the host's wish which queue to use for which hash
 * @filter: filter that the host has
 * @ask_speed: @filter_work shall ask for the speed of the link
 * @stuck_work: looks whether a stopped queue gets anything back from the host
 * @filter_work: what has to be said to the host and can wait
 * @link_lock: protects @events
 * @events: indications of the host, not worked off yet
 * @flap: the carrier is to come back; @link_work's alone, or while that is stopped
 * @announce: the address is to be announced; as @flap
 */
struct netvsc {
	struct net_device *net;
	struct hv_device *hv;
	bool gone;
	bool attached;
	bool tx_off;
	u32 msg_enable;

	u32 version;
	struct rndis_limits limits;
	u32 copy_max;
	struct rndis_offloads off;
	netdev_features_t offered;
	struct netvsc_buf recv;
	struct netvsc_buf send;
	unsigned long *section_map;
	u32 want_recv;
	u32 want_send;

	u32 queues;
	u32 tx_queues;
	u32 want_queues;
	u32 max_queues;
	struct netvsc_queue *queue[NETVSC_MAX_QUEUES];
	struct mutex chan_lock;
	bool collecting;
	u32 opened;
	wait_queue_head_t sub_wait;

	u32 rss_entries;
	u16 rss_table[NDIS_RSS_TABLE_MAX];
	u8 rss_key[NDIS_RSS_KEY_LEN];
	bool rss_user;
	u32 l4_hash;
	u16 send_table[NVSP_SEND_TABLE_ENTRIES];

	struct netvsc_ctl ctl;
	struct netvsc_nvsp nvsp;
	u32 req_id;

	u32 filter;
	bool ask_speed;
	struct delayed_work stuck_work;
	struct work_struct filter_work;

	spinlock_t link_lock;
	u32 event[8];
	u32 events;
	bool flap;
	bool announce;
	unsigned long link_last;
	struct delayed_work link_work;
	struct work_struct reset_work;
	u32 speed;		/* Mbit/s, 0 unknown */
	u32 user_speed;
	u8 duplex;

	/* CPUs that the statistics were last counted for; RTNL */
	u32 stat_cpus;

	struct bpf_prog __rcu *xdp_prog;

	struct net_device __rcu *vf;
	bool vf_allocated;
	u32 vf_serial;
	bool vf_path;
	struct list_head entry;
	struct delayed_work vf_work;
	struct netvsc_vf_pcpu __percpu *vf_pcpu;
};

/* L4 fields that take part in the hash for transmission; bits of l4_hash. */
#define NETVSC_HASH_TCP4	0x1
#define NETVSC_HASH_TCP6	0x2
#define NETVSC_HASH_UDP4	0x4
#define NETVSC_HASH_UDP6	0x8

/*
 * Everything that a host or a user could cause again and again; @type as in the
 * message level, netif_msg_*().
 */
#define netvsc_log(nv, type, fmt, args...)				\
	do {								\
		if (netif_msg_##type(nv) && net_ratelimit())		\
			netdev_warn((nv)->net, fmt, ##args);		\
	} while (0)

/* -------- session.c; may sleep; RTNL, or before the device is registered -------- */

/* Open the channel and agree with the host. 0 or -errno; then detached. */
int netvsc_attach(struct netvsc *nv);
/* End all of that. No-op when detached. */
void netvsc_detach(struct netvsc *nv);
/* The host hears which frames we want, frames flow. */
int netvsc_start(struct netvsc *nv);
/* No frames any more; waits until those under way are done. */
void netvsc_stop(struct netvsc *nv);
/*
 * Detach, and attach with the settings as they are now; frames flow as before.
 * RTNL. 0 or -errno: then the device is detached.
 */
int netvsc_restart(struct netvsc *nv);
/* Send an NVSP message and wait for the answer, which is left in nv->nvsp. */
int netvsc_nvsp_request(struct netvsc *nv, const struct nvsp_message *m);
/* The host's answer; softirq. */
void netvsc_nvsp_answer(struct netvsc *nv, const void *data, u32 len);
u32 netvsc_recv_max(const struct netvsc *nv);

/* -------- rndis_filter.c; may sleep -------- */
int netvsc_rndis_init(struct netvsc *nv);
void netvsc_rndis_halt(struct netvsc *nv);
/* Answer the host if it has asked whether we are alive. */
void netvsc_rndis_alive(struct netvsc *nv);
int netvsc_oid_query(struct netvsc *nv, u32 oid, const void *ask, u32 ask_len,
		     void *info, u32 room, u32 *got);
int netvsc_oid_set(struct netvsc *nv, u32 oid, const void *info, u32 len);
int netvsc_set_filter(struct netvsc *nv, u32 filter);
int netvsc_set_rss(struct netvsc *nv, bool disable);
int netvsc_set_offloads(struct netvsc *nv, bool rsc);
int netvsc_set_mac(struct netvsc *nv, const u8 *mac);
int netvsc_query_link(struct netvsc *nv);
/* softirq: a control message at @where of the receive buffer */
void netvsc_rndis_receive(struct netvsc *nv, u32 where, u32 len);
/* softirq: the host is done with the request's memory */
void netvsc_rndis_sent(struct netvsc *nv);
/* Nobody waits any longer. */
void netvsc_ctl_wake(struct netvsc *nv);

/* -------- channels.c; may sleep -------- */
struct netvsc_queue *netvsc_queue_get(struct netvsc *nv, u32 index);
void netvsc_queues_free(struct netvsc *nv);
int netvsc_queue_open(struct netvsc_queue *q, struct vmbus_channel *chan);
/* Stop polling all queues; afterwards the channel can be closed. */
void netvsc_queues_stop(struct netvsc *nv);
/*
 * After the channels are closed: what was out is finished. @leak: the host may
 * still read it.
 */
void netvsc_queues_reap(struct netvsc *nv, bool leak);
/* Ask for subchannels and open them; nv->queues tells how many there are. */
void netvsc_open_subchannels(struct netvsc *nv, u32 want);
void netvsc_primary_rescinded(struct vmbus_channel *chan, void *context);

/* Indices behind the slots in the request table of the primary channel. */
#define NETVSC_ID_NVSP		NETVSC_SLOTS
#define NETVSC_ID_CTL		(NETVSC_SLOTS + 1)
#define NETVSC_IDS		(NETVSC_SLOTS + 2)

/* -------- tx.c -------- */
int netvsc_tx_alloc(struct netvsc_queue *q);
void netvsc_tx_free(struct netvsc_queue *q);
netdev_tx_t netvsc_xmit(struct sk_buff *skb, struct net_device *net);
/* With the transmit lock held; the frame is consumed unless -EBUSY. */
int netvsc_tx_frame(struct netvsc_queue *q, struct sk_buff *skb, bool more);
/* With the transmit lock held: publish what is staged or being filled. */
void netvsc_tx_kick(struct netvsc_queue *q);
/* Poller: the host is done with a slot. */
void netvsc_tx_done(struct netvsc_queue *q, struct netvsc_slot *slot,
		    const struct vmbus_packet *pkt);
/* Poller: tell the stack, go on where there was no room. */
void netvsc_tx_poll_end(struct netvsc_queue *q);
/* RTNL. Has a queue got nothing back for long? @waiting: one waits at all. */
bool netvsc_tx_stuck(struct netvsc *nv, bool *waiting);
/* The channel is closed. @leak: memory of frames that were out stays theirs. */
void netvsc_tx_reset(struct netvsc_queue *q, bool leak);
u32 netvsc_tx_outstanding(const struct netvsc_queue *q);

/* -------- rx.c; poller -------- */
int netvsc_rx_alloc(struct netvsc_queue *q);
void netvsc_rx_free(struct netvsc_queue *q);
/* Number of frames delivered. */
int netvsc_rx_packet(struct netvsc_queue *q, const struct vmbus_packet *pkt);
/* Send what is owed; false when there is still something. */
bool netvsc_rx_pay(struct netvsc_queue *q);

static inline u32 netvsc_rx_owed(const struct netvsc_queue *q)
{
	return READ_ONCE(q->rx.owed_tail) - READ_ONCE(q->rx.owed_head);
}

/* -------- xdp.c -------- */
/*
 * Run the program on a frame out of the receive buffer. XDP_PASS with *skb set
 * to the frame, or NULL when there was no memory; anything else: the frame is
 * dealt with.
 */
u32 netvsc_xdp_run(struct netvsc_queue *q, struct bpf_prog *prog,
		   const struct rndis_rsc *r, struct sk_buff **skb);
void netvsc_xdp_poll_end(struct netvsc_queue *q);
int netvsc_bpf(struct net_device *net, struct netdev_bpf *bpf);
void netvsc_xdp_features(struct net_device *net);
int netvsc_xdp_xmit(struct net_device *net, int n, struct xdp_frame **frames,
		    u32 flags);
u32 netvsc_xdp_max_mtu(void);
/* RTNL: a virtual function, or NULL, gets the program of its interface, or none. */
int netvsc_xdp_to_vf(struct net_device *vf, struct bpf_prog *prog,
		     struct netlink_ext_ack *extack);

/* -------- link.c -------- */
void netvsc_link_init(struct netvsc *nv);
void netvsc_link_cancel(struct netvsc *nv);
/* Indication of the host; softirq. */
void netvsc_link_event(struct netvsc *nv, u32 status);
/* Carrier and speed as the host has them now. May sleep. */
void netvsc_link_refresh(struct netvsc *nv);

/* -------- vf.c -------- */
int netvsc_vf_alloc(struct netvsc *nv);
void netvsc_vf_free(struct netvsc *nv);
int netvsc_vf_init(void);
void netvsc_vf_exit(void);
void netvsc_vf_add(struct netvsc *nv);
void netvsc_vf_del(struct netvsc *nv);
/* vf_{rx,tx}_{packets,bytes}, vf_tx_dropped */
#define NETVSC_VF_STATS	5
void netvsc_vf_stats(struct netvsc *nv, u64 *out);
/* the same of one CPU */
void netvsc_vf_cpu_stats(struct netvsc *nv, unsigned int cpu, u64 *out);
/* RTNL: use the virtual function as long as it is up. */
void netvsc_vf_follow(struct netvsc *nv);
/* RTNL: the device goes up or down, the function with it. */
void netvsc_vf_open(struct netvsc *nv);
void netvsc_vf_close(struct netvsc *nv);
/* RTNL: a new session begins with the path through the host. */
void netvsc_vf_reset(struct netvsc *nv);
/* Back to the path through the host; not under RTNL. */
void netvsc_vf_leave(struct netvsc *nv);
/* The host gives or takes a virtual function; softirq. */
void netvsc_vf_event(struct netvsc *nv, bool allocated, u32 serial);
/* Can there be one at all with this kernel? */
bool netvsc_vf_possible(void);
/* True when the frame went out through the virtual function. */
bool netvsc_vf_xmit(struct netvsc *nv, struct sk_buff *skb);
/* The filter of @nv has changed; its address lock held. */
void netvsc_vf_rx_mode(struct netvsc *nv);
/* RTNL: the function gets an address, too. 0 when there is none. */
int netvsc_vf_set_mac(struct netvsc *nv, const u8 *mac);

/* -------- main.c, ethtool.c -------- */
extern unsigned int netvsc_ring_pages;
extern const struct ethtool_ops netvsc_ethtool_ops;
void netvsc_set_ethtool_ops(struct net_device *net);
/* Features from what the host can do; RTNL or before registration. */
void netvsc_set_features(struct netvsc *nv);
void netvsc_rss_default(struct netvsc *nv);
void netvsc_stats64(struct net_device *net, struct rtnl_link_stats64 *s);

#endif /* NETVSC_NETVSC_H */
