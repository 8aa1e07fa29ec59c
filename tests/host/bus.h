/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inner interfaces of the VMBus side of the stand-in host: what vmbus.c,
 * offers.c, gpadl.c, ring.c, channel.c, check.c and fault.c tell each other.
 */
#ifndef HVHOST_BUS_H
#define HVHOST_BUS_H

#include "hvhost.h"
#include "vmbus_wire.h"

#define RELID_MAX 2047u

/* ---- rings (ring.c) ---- */
/*
 * One direction.  The host keeps the index that it owns in private memory and
 * only publishes it: a guest (or a scenario) that scribbles over it cannot
 * move the host.
 */
struct ring {
	u8 **page;		/* page[0] is the header */
	u32 size;		/* bytes of data area */
	u32 own;		/* the index the host owns: write of down, read of up */
	bool index_forged;	/* a scenario overwrote the published index */
};

u32 ring_get(const struct ring *r, unsigned int off);
void ring_set(struct ring *r, unsigned int off, u32 val);
void ring_copy_out(const struct ring *r, u32 at, void *to, u32 len);
void ring_copy_in(struct ring *r, u32 at, const void *from, u32 len);
u32 ring_used(u32 size, u32 write, u32 read);
u32 ring_free(u32 size, u32 write, u32 read);

enum ring_result { RING_EMPTY, RING_PACKET, RING_BAD };
/*
 * Take one packet from the up ring.  buf is grown as needed and holds the
 * descriptor and payload without trailer; *len is its size.  *signal is set
 * when this read lets a blocked writer go on.  why names the broken rule.
 */
enum ring_result ring_read_packet(struct ring *r, u8 **buf, u32 *cap, u32 *len,
				  bool *signal, const char **why);
/* 0 written (and *signal says whether the reader must be told), -1 no room, -2 index out of range */
int ring_write_packet(struct ring *r, const void *pkt, u32 len, bool trailer, bool *signal);
u32 ring_packet_space(u32 len, bool trailer);

/* ---- GPADLs (gpadl.c), lock held ---- */
struct gpadl {
	TAILQ_ENTRY(gpadl) link;
	u32 id, relid;
	u32 ranges_want;
	u8 *stream;		/* range descriptions as they came */
	u32 stream_len, stream_cap;
	bool complete;
	u32 npages;
	u8 **page;
	bool teardown_pending;	/* answered when the channel has let go of it */
	unsigned int users;	/* open channels whose rings live here */
};
TAILQ_HEAD(gpadl_head, gpadl);
extern struct gpadl_head gpadl_list;

struct gpadl *gpadl_find(u32 id);
/* u32 status to answer in *status; true when an answer is due now */
bool gpadl_header(const u8 *msg, u32 len, u32 *relid, u32 *id, u32 *status);
bool gpadl_body(const u8 *msg, u32 len, u32 *relid, u32 *id, u32 *status);
void gpadl_free(struct gpadl *g);
void gpadl_free_all(void);

/* ---- channels (channel.c) ---- */
enum chan_state { CH_OFFERED, CH_OPEN, CH_CLOSING };

struct work {
	STAILQ_ENTRY(work) link;
	u8 *buf;
	u32 len;
};

struct hreq {			/* a host packet that the guest must complete */
	TAILQ_ENTRY(hreq) link;
	u64 trans_id;
};

struct backlog {
	STAILQ_ENTRY(backlog) link;
	bool trailer;
	u32 len;
	u8 data[];
};

enum { CF_DUP, CF_DROP, CF_WRONG_ID, CF_ZERO_ID, CF_SHORT, CF_EMPTY, CF_COUNT };

struct channel {
	TAILQ_ENTRY(channel) link;
	struct device *dev;
	char name[48];			/* "scsi0" or "scsi0:1" */
	u32 relid, conn_id;
	unsigned int subindex;
	int monitor_id;			/* -1: none */
	bool dedicated;
	bool offered;			/* the guest was told */
	bool rescinded;
	bool dead;			/* relid given back, or the bus was reset */
	bool release_pending;		/* RELID_RELEASED came while still closing */
	bool reopen_pending;		/* OPEN came while still closing */
	struct m_open reopen;
	enum chan_state state;

	/* while open */
	u32 open_gpadl;
	u32 target_vp;
	u8 open_data[120];
	struct gpadl *ring_gpadl;
	struct ring up, down;
	unsigned int threads;		/* running service threads; lock */

	/* wake-up of the reader: wake_lock */
	pthread_mutex_t wake_lock;
	pthread_cond_t wake_cond;
	bool wake, stop;
	bool broken;			/* up ring no longer read */
	bool asleep;			/* mask clear, ring seen empty */
	unsigned int signal_credit;	/* signals that the ring rules allow now */
	unsigned int pending_credit;	/* ... and these for pending_send_size */
	u64 idle_since_nonempty;	/* tick: first seen non-empty while asleep */

	/* queue from reader to workers: work_lock */
	pthread_mutex_t work_lock;
	pthread_cond_t work_cond, work_room;
	STAILQ_HEAD(, work) work;
	unsigned int queued;
	bool work_stop;

	/* down ring: down_lock */
	pthread_mutex_t down_lock;
	bool down_open;
	STAILQ_HEAD(, backlog) backlog;
	u64 backlog_ready_since;	/* tick: room there, but no signal came */
	TAILQ_HEAD(, hreq) hreqs;
	unsigned int comp_fault[CF_COUNT];

	/* statistics: own atomics, copied to named counters by channel_stats() */
	u64 pkts_in, pkts_out, bytes_in, bytes_out, signals_in, signals_out;
	u64 drains, backlogged, completions_in;
	u64 told[9];			/* what the named counters know already */
};
TAILQ_HEAD(channel_head, channel);
extern struct channel_head channel_list;	/* alive ones; lock */

struct channel *channel_by_relid(u32 relid);
struct channel *channel_by_name(const char *name);
struct channel *channel_new(struct device *d, unsigned int subindex);
u32 channel_open(struct channel *c, const struct m_open *m);	/* NT status */
void channel_close(struct channel *c);		/* starts it; bus_channel_closed() when done */
void channel_guest_signal(struct channel *c, bool hypercall);
void channel_wake(struct channel *c);
void channel_tick(struct channel *c);
void channel_close_wait(struct channel *c);	/* lock held, let go while waiting */
void channel_close_all_wait(void);		/* lock held, let go while waiting */
void channel_interrupt(struct channel *c);	/* tell the guest */
int channel_send_raw(struct channel *c, const void *bytes, unsigned int len, bool trailer, bool signal);
bool decode_gpa_direct(struct packet *p, const u8 *desc, u32 off);
void channel_forget(struct channel *c);		/* relid given back or bus reset; lock */

/* ---- the bus (vmbus.c, offers.c) ---- */
TAILQ_HEAD(device_head, device);
extern struct device_head device_list;

struct bus {
	bool connected;
	u32 version;
	u32 msg_vp;
	int sint;
	u32 conn_id;		/* where the guest must post */
	u32 features;
	u8 *int_page, *mon1, *mon2;
	bool offers_requested;
	bool closing;		/* waiting for channels to close before: */
	bool want_unload, want_contact;
	u8 contact[VMBUS_MSG_MAX];
	u32 contact_len;
	/* scenario knobs */
	u32 offer_features;	/* features the host grants from 6.0 on */
	int force_state;	/* connection_state to answer, -1: the right one */
};
extern struct bus bus;

void bus_send(u32 type, const void *msg, unsigned int len, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
void bus_send_now(const void *msg, unsigned int len, u32 synic_type);
void bus_send_offer(struct channel *c);
void bus_channel_closed(struct channel *c);	/* last service thread is gone; lock */
const char *msg_name(u32 type);
int msg_type_parse(const char *word);		/* -1: unknown */
bool version_known(u32 version);
void monitor_scan(void);
void offers_start(void);		/* constructor order independent set-up */
void device_offer_if_due(struct device *d);
void bus_commands_init(void);

/* ---- fault.c ---- */
void fault_init(void);
/* true: the message was swallowed (dropped, delayed or replaced) */
bool fault_outgoing(u32 type, const void *msg, unsigned int len);
bool fault_incoming(u32 type);
void fault_tick(void);
int hex_parse(const char *text, u8 *out, unsigned int max);	/* bytes, -1 bad */

/* ---- check.c: rules about the life of ids ---- */
void check_reset(void);
void check_relid_released(u32 relid);
void check_relid_offered(u32 relid);
bool check_relid_was_released(u32 relid);
void check_connection(u32 got, u32 want, u32 type);

#endif
