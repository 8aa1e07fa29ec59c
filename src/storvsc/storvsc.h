/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * hv_storvsc: disks of the synthetic SCSI, IDE and Fibre Channel controllers.
 *
 * main.c      module, probe and remove, suspend and resume
 * init.c      handshake with the host
 * channels.c  VMBus channels and which hardware queue uses which
 * io.c        commands out, answers in, error handler
 * lun.c       LUNs that come, go and change
 * twin.c      IDE disks that an emulated controller offers, too
 * packet.c addr.c cdb.c status.c  pure code, see vstor.h
 */
#ifndef STORVSC_STORVSC_H
#define STORVSC_STORVSC_H

#include <linux/completion.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mempool.h>
#include <linux/mutex.h>
#include <linux/ratelimit.h>
#include <linux/rcupdate.h>
#include <linux/types.h>
#include <linux/workqueue.h>
#include <scsi/scsi.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

#include <hyperv/vmbus.h>
#include "vstor.h"

#define STORVSC_WAIT_HOST	(5 * HZ)	/* for an answer of the handshake */
#define STORVSC_WAIT_DRAIN	(15 * HZ)	/* for commands after a reset */
#define STORVSC_SRB_TIMEOUT	60		/* seconds, told to the host */
#define STORVSC_RQ_TIMEOUT	(180 * HZ)	/* before the timer is armed again */
#define STORVSC_MENDS		5		/* new rings within STORVSC_MEND_SPAN */
#define STORVSC_MEND_SPAN	(60 * HZ)
#define STORVSC_MAX_QUEUE	512u		/* commands per hardware queue */
#define STORVSC_MAX_PKT		256u		/* largest packet accepted from the host */
/* A page list up to this long is built on the stack: 256 KiB at any offset. */
#define STORVSC_STACK_PFNS	65u
/* Largest command where each may have to be copied: the reserve holds one. */
#define STORVSC_MAX_BOUNCE	(512u * 1024)

struct storvsc_dev;

/**
 * struct storvsc_ctl - the one control request under way on a channel
 * @done: completed by the answer, and by a rescind to wake up the waiter
 * @answered: @reply and @len hold the answer
 */
struct storvsc_ctl {
	struct completion done;
	int answered;		/* an int: smp_load_acquire() of a bool is not for all kernels */
	u32 len;
	union {
		struct vstor_packet packet;
		u8 bytes[STORVSC_MAX_PKT];
	} reply;
};

/**
 * struct storvsc_chan - one VMBus channel of a controller
 * @dev: the controller
 * @chan: the channel
 * @ctl: control request; only used on the primary channel
 */
struct storvsc_chan {
	struct storvsc_dev *dev;
	struct vmbus_channel *chan;
	struct storvsc_ctl ctl;
};

/**
 * struct storvsc_dev - a controller; lives in the private part of its Scsi_Host
 *
 * The command path reads what is constant while the controller is online, and
 * @map under RCU. Everything that changes channels holds @topology.
 *
 * @hv: the VMBus device
 * @host: the SCSI host
 * @class: kind of controller
 * @proto: agreed version; constant once agreed, also over a resume
 * @template: constant part of all commands
 * @tagged: every command has a number of its own in its hardware queue; it is the
 *	index in the request table. Otherwise the table finds one.
 * @queues: number of hardware queues = entries of @map; without them commands
 *	are spread by the CPU that sends them
 * @queue_depth: commands per hardware queue
 * @ctl_index: index of control requests in a channel's request table
 * @map: channel of each hardware queue, NULL while offline; RCU
 * @several: there is more than one channel to choose from
 * @gone: the host took the controller away: commands fail at once
 * @removing: no new work; protected by @topology
 * @props: what the host said
 * @ring_bytes: size of each ring with its header
 * @topology: protects @online, @chans, @nchans, writers of @map and @several
 * @primary: the channel that is always there
 * @online: handshake done, @chans valid
 * @chans: [0] is @primary
 * @nchans: entries of @chans in use
 * @room: entries of @chans
 * @ctl_lock: one control request at a time
 * @reset_lock: one reset at a time; taken before all other locks
 * @pfn_pool: page lists that do not fit on the stack; NULL if all do
 * @bounce_pool: pages for commands with gaps; NULL where there are none
 * @pool_leaked: pages of @bounce_pool stay with the host, and so does the pool
 * @wq: runs @scan and @lun_work, one at a time
 * @scan: look for new LUNs (and for those that are gone)
 * @lun_work: remove or rescan marked LUNs
 * @mend_wq: runs @mend; not @wq, whose work may be waiting for the I/O that it frees
 * @mend: open the channels anew after the host damaged a ring
 * @mends: how often that was done lately, @mended_at: and when last (jiffies);
 *	both protected by @reset_lock
 * @bad_ids: answers to nothing, @bad_packets: answers that make no sense
 */
struct storvsc_dev {
	struct hv_device *hv;
	struct Scsi_Host *host;
	enum vstor_class class;
	const struct vstor_proto *proto;
	struct vstor_packet template;
	bool tagged;
	u32 queues;
	u32 queue_depth;
	u32 ctl_index;
	struct storvsc_chan __rcu **map;
	bool several;
	bool gone;
	bool removing;

	struct vstor_properties props;
	u32 ring_bytes;
	struct storvsc_chan primary;
	struct mutex topology;
	bool online;
	struct storvsc_chan **chans;
	u32 nchans;
	u32 room;
	struct mutex ctl_lock;
	struct mutex reset_lock;
	mempool_t *pfn_pool;
	mempool_t *bounce_pool;
	bool pool_leaked;

	struct workqueue_struct *wq;
	struct delayed_work scan;
	struct work_struct lun_work;
	struct workqueue_struct *mend_wq;
	struct work_struct mend;
	unsigned int mends;
	unsigned long mended_at;

	atomic_t bad_ids;
	atomic_t bad_packets;
};

/*
 * STORVSC_LUN_* bits of a LUN, set by answers and consumed by lun_work. They
 * live in the pointer itself: memory behind it could go before its last user.
 */
#define storvsc_lun_marks(sdev)	((unsigned long *)&(sdev)->hostdata)

#define STORVSC_LUN_REMOVE	0
#define STORVSC_LUN_RESCAN	1

/* logging_level */
#define STORVSC_LOG_NONE	0
#define STORVSC_LOG_ERROR	1
#define STORVSC_LOG_WARN	2

extern int storvsc_logging_level;

/* Everything that a host or a user could cause again and again. */
#define storvsc_log(dev, level, fmt, args...)				\
	do {								\
		if (storvsc_logging_level >= (level))			\
			dev_warn_ratelimited(&(dev)->hv->device,	\
					     fmt, ##args);		\
	} while (0)

/* -------- init.c -------- */

/*
 * Send a packet on the primary channel and wait for the answer, which is left
 * in c->ctl. May sleep; @dev->ctl_lock held. 0, -ETIMEDOUT, -ENODEV (rescinded),
 * -EPROTO (not an answer), or the error of sending.
 */
int storvsc_ctl_request(struct storvsc_chan *c, struct vstor_packet *p);

/*
 * From BEGIN to END. Fills dev->proto (unless already agreed), dev->props and
 * dev->template. May sleep. 0 or -errno.
 */
int storvsc_handshake(struct storvsc_dev *dev, struct storvsc_chan *c);

/* Ask for subchannels; they arrive later. May sleep. Failing is no error. */
void storvsc_create_subchannels(struct storvsc_dev *dev, struct storvsc_chan *c,
				u32 count);

/* -------- channels.c -------- */

/* Open the primary channel, agree with the host, begin to carry I/O. May sleep. */
int storvsc_online(struct storvsc_dev *dev);

/*
 * Stop all channels. Commands still out are finished with @host_byte once the
 * host can no longer touch their memory. May sleep; no-op when offline.
 */
void storvsc_offline(struct storvsc_dev *dev, int host_byte);

/* How many subchannels to ask for. */
u32 storvsc_wanted_subchannels(const struct storvsc_dev *dev);

/* -------- io.c -------- */
void storvsc_channel_callback(void *context);
enum scsi_qc_status storvsc_queuecommand(struct Scsi_Host *host,
					 struct scsi_cmnd *cmd);
void storvsc_commit_rqs(struct Scsi_Host *host, u16 queue);
enum scsi_timeout_action storvsc_timed_out(struct scsi_cmnd *cmd);
int storvsc_eh_host_reset(struct scsi_cmnd *cmd);
int storvsc_host_reset(struct Scsi_Host *host, int type);
void storvsc_mend(struct work_struct *work);
void storvsc_finish(struct scsi_cmnd *cmd, int host_byte);
/* Enter @cookie into the table of @c, at @index if commands have numbers. */
u64 storvsc_request(struct storvsc_dev *dev, struct storvsc_chan *c, u32 index,
		    void *cookie);
/* Wait until the host has answered everything. May sleep. False on timeout. */
bool storvsc_drain(struct storvsc_dev *dev, unsigned long timeout);

/* -------- bounce.c -------- */

/*
 * A command whose pieces have gaps goes through pages of our own. What is entered
 * into the request table is then not the command but its bounce, told apart by
 * the lowest bit.
 */
struct storvsc_bounce;

static inline struct storvsc_bounce *storvsc_bounce_of(void *cookie)
{
	if (!((unsigned long)cookie & 1))
		return NULL;
	return (struct storvsc_bounce *)((unsigned long)cookie & ~1UL);
}

static inline void *storvsc_bounce_cookie(struct storvsc_bounce *b)
{
	return (void *)((unsigned long)b | 1);
}

/*
 * Pages for @cmd, filled with what it writes, and their frames in @l, which has
 * room for them. NULL when there is no memory now. Any context.
 */
struct storvsc_bounce *storvsc_bounce_begin(struct storvsc_dev *dev,
					    struct scsi_cmnd *cmd,
					    struct vstor_pfns *l);
/*
 * The host is done with the pages: hand @valid bytes to a command that reads, and
 * free everything. Return: the command. Any context.
 */
struct scsi_cmnd *storvsc_bounce_end(struct storvsc_dev *dev,
				     struct storvsc_bounce *b, u32 valid);
/*
 * The host may still use the pages: they are leaked, the command has nothing of
 * them. Return: the command.
 */
struct scsi_cmnd *storvsc_bounce_leak(struct storvsc_dev *dev,
				      struct storvsc_bounce *b);
void *storvsc_bounce_alloc(gfp_t gfp, void *unused);
void storvsc_bounce_free(void *page, void *unused);

/* -------- lun.c -------- */
int storvsc_sdev_init(struct scsi_device *sdev);
int storvsc_sdev_configure(struct scsi_device *sdev, struct queue_limits *lim);
void storvsc_scan_init(struct storvsc_dev *dev);
void storvsc_scan_cancel(struct storvsc_dev *dev);
/* Any context. */
void storvsc_scan_soon(struct storvsc_dev *dev);
void storvsc_lun_mark(struct storvsc_dev *dev, struct scsi_device *sdev,
		      int mark);

/* -------- twin.c -------- */
/*
 * Does the disk of an IDE controller belong to the driver of the emulated one, or
 * will it? May sleep. Another driver being bound at this moment can be missed on
 * a kernel whose ata_piix was told not to mind us.
 */
bool storvsc_twin_taken(void);

/* -------- main.c: module parameters -------- */
extern unsigned int storvsc_lowater;

#endif /* STORVSC_STORVSC_H */
