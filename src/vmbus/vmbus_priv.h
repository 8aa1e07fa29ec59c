/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the parts of hv_vmbus share among themselves and nobody else sees.
 *
 * Locks, in the order in which they are taken:
 *  cpus_read_lock()	the set of CPUs
 *  channel.lock	open, close, move and quiesce of one channel
 *  conn.topology	the lists of channels and subchannels, target_cpu
 *  channel.tx_lock	the send ring of one channel, irq-safe
 *  conn.wait_lock	who waits for which answer, irq-safe
 * Nothing is removed from sysfs under conn.topology, because attributes of the
 * devices take it.
 */
#ifndef VMBUS_PRIV_H
#define VMBUS_PRIV_H

#include <linux/completion.h>
#include <linux/interrupt.h>
#include <linux/kobject.h>
#include <linux/mutex.h>
#include <linux/ratelimit.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/wait.h>
#include <linux/workqueue.h>
#include <hyperv/vmbus.h>
#include "msg.h"
#include "platform.h"
#include "requests.h"
#include "ring.h"

struct acpi_device;
struct cpumask;

/* Bound on every wait for an answer; hosts under live migration can be slow. */
#define VMBUS_ANSWER_TIMEOUT	(60 * HZ)
#define VMBUS_CONTACT_TIMEOUT	(30 * HZ)
#define VMBUS_UNLOAD_TIMEOUT	(10 * HZ)
/* A host that took the channel away need not answer any more, but may. */
#define VMBUS_RESCIND_GRACE	(HZ / 2)
#define VMBUS_CRASH_UNLOAD_MS	100000

/* -------- connection.c -------- */

enum vmbus_conn_state {
	VMBUS_DISCONNECTED,
	VMBUS_CONNECTING,
	VMBUS_CONNECTED,
	VMBUS_DISCONNECTING,
};

/**
 * struct vmbus_connection - the one connection to the host
 * @state: see above; written by init, exit, suspend and resume only
 * @version: agreed version
 * @msg_connection_id: port of messages after the contact
 * @contact_cpu: CPU that receives messages
 * @int_page: shared interrupt page; second half: bits we set for the host
 * @monitor: monitor pages, host-to-guest and guest-to-host
 * @topology: protects @channels, the subchannel lists and target_cpu
 * @channels: every channel, primary and sub
 * @relid: channel of each relid; readers use RCU, writers hold @topology
 * @removed: woken whenever a channel was rescinded or left @channels
 * @removals: counts these occasions
 * @live: channels not freed yet
 * @all_offers: the host said that all offers were delivered
 * @ctrl_wq: offers and rescinds, in the order of arrival; never waits
 * @add_wq: registration of devices, waits for the host and for @remove_wq
 * @remove_wq: removal of devices, waits for @sub_wq
 * @sub_wq: subchannels come and go
 * @wait_lock: protects @waiters
 * @unloaded: the connection is being given up: the host is not signalled any more;
 *	whoever signals reads it under RCU
 * @resuming: offers are matched against the channels known before
 * @lost_messages: messages dropped for want of memory
 */
struct vmbus_connection {
	enum vmbus_conn_state state;
	u32 version;
	u32 msg_connection_id;
	unsigned int contact_cpu;
	u8 *int_page;
	struct vmbus_monitor_page *monitor[2];
	struct mutex topology;
	struct list_head channels;
	struct vmbus_channel __rcu *relid[VMBUS_MAX_CHANNELS];
	wait_queue_head_t removed;
	atomic_t removals;
	atomic_t live;
	struct completion all_offers;
	struct workqueue_struct *ctrl_wq;
	struct workqueue_struct *add_wq;
	struct workqueue_struct *remove_wq;
	struct workqueue_struct *sub_wq;
	raw_spinlock_t wait_lock;
	struct list_head waiters;
	bool unloaded;
	bool resuming;
	atomic_t next_gpadl;
	atomic_t lost_messages;
};

extern struct vmbus_connection vmbus_conn;

/**
 * struct vmbus_wait - somebody who waits for one answer of the host
 * @entry: in vmbus_conn.waiters
 * @type: VMBUS_MSG_* of the answer
 * @key: first u32 after the message header, or 0 when the type has no key
 * @key2: second u32 for those that have one
 * @chan: channel whose rescind ends the wait, or NULL
 * @grace: time left for the answer after a rescind, 0 = none
 * @done: completed with the answer or the rescind
 * @answered: the answer is in @answer
 */
struct vmbus_wait {
	struct list_head entry;
	u32 type;
	u32 key;
	u32 key2;
	struct vmbus_channel *chan;
	unsigned long grace;
	struct completion done;
	bool answered;
	union {
		struct vmbus_msg_header header;
		struct vmbus_open_result open;
		struct vmbus_gpadl_created created;
		struct vmbus_gpadl_torndown torndown;
		struct vmbus_version_response version;
		struct vmbus_modify_response modify;
	} answer;
};

/*
 * vmbus_wait_begin() before sending the question, then either vmbus_wait_end()
 * (may sleep; 0, -ENODEV on rescind, -ETIMEDOUT) or vmbus_wait_cancel().
 */
void vmbus_wait_begin(struct vmbus_wait *w, u32 type, u32 key, u32 key2,
		      struct vmbus_channel *chan);
int vmbus_wait_end(struct vmbus_wait *w, unsigned long timeout);
void vmbus_wait_cancel(struct vmbus_wait *w);
/* A rescind: everybody who waits for @chan stops waiting. */
void vmbus_wait_wake(struct vmbus_channel *chan);

/* Send a control message; may sleep. 0 or -errno of hv_platform_post_message(). */
int vmbus_post(const void *msg, u32 len);

int vmbus_conn_init(void);		/* memory and work queues */
void vmbus_conn_exit(void);
int vmbus_connect(u32 only_version);	/* 0 = negotiate */
int vmbus_request_offers(void);
/* End the connection; may sleep. 0 when the host holds nothing of ours any more. */
int vmbus_disconnect(void);
/* Wait until offers and rescinds received so far are worked off. */
void vmbus_conn_drain(void);

/*
 * Tell the host that we go (kexec, crash): @crash means no sleeping, no locks,
 * the answer is polled for. To be given to hv_platform_set_shutdown_hook().
 */
void vmbus_unload_hook(bool crash);

extern const struct hv_platform_client vmbus_platform_client;

/* -------- crash.c -------- */

int vmbus_crash_init(void);		/* panic and die notifiers, log dumper, sysctl, hook */
void vmbus_crash_exit(void);

/* -------- channel.c, recv.c, send.c -------- */

enum vmbus_chan_state {			/* numbers shown in sysfs */
	VMBUS_CHAN_CLOSED	= 0,
	VMBUS_CHAN_OPENING	= 1,
	VMBUS_CHAN_OPEN		= 3,
};

/**
 * struct vmbus_channel - one channel
 * @kobj: channels/<relid> in sysfs; its reference count is the channel's
 * @in_sysfs: @kobj was added; written under conn.topology
 * @entry: in conn.channels
 * @subs: subchannels of a primary
 * @dead_subs: subchannels that are gone but whose pointer the driver may hold
 * @sub_entry: in @subs or @dead_subs of the primary
 * @primary: NULL for a primary; a reference is held
 * @dev: device of a primary; NULL for subchannels
 * @class_info: facts about the device class
 * @offer: private copy of the offer
 * @relid: 0 when the host does not know this channel (any more)
 * @target_cpu: CPU that gets the interrupts; written under conn.topology
 * @cpu_chosen: @target_cpu is decided
 * @rescinded: the host took the channel away; never reset
 * @by_host: it was the host that took it away
 * @announced: the subchannel was handed to the driver
 * @monitored: signals go through the monitor page
 * @low_latency: never through the monitor page
 * @polled: @callback starts a poller, which reads the ring; set while closed
 * @add_work: registers the device, hands out the subchannel
 * @remove_work: undoes it
 * @sc_cb: see vmbus_set_sc_create_callback(); under conn.topology
 * @rescind_lock: protects @rescind_cb
 * @lock: open, close, move, quiesce
 * @state: under @lock, read anywhere
 * @ring_mem: both rings, sending first
 * @tx_lock: protects @tx, @tx_on and @full statistics
 * @tx_on: sending is possible
 * @tasklet: runs @callback
 * @quiesced: the callback must not run
 * @paused: the callback does not want to be called for what is in the ring;
 *	only the tasklet touches it
 * @requests: see requests.h; @req_lock protects the free list
 */
struct vmbus_channel {
	struct kobject kobj;
	bool in_sysfs;
	struct list_head entry;
	struct list_head subs;
	struct list_head dead_subs;
	struct list_head sub_entry;
	struct vmbus_channel *primary;
	struct hv_device *dev;
	const struct vmbus_class *class_info;
	struct vmbus_offer offer;
	guid_t class_id;
	guid_t instance_id;
	u32 relid;
	unsigned int target_cpu;
	bool cpu_chosen;
	bool rescinded;
	bool by_host;
	bool announced;
	bool monitored;
	bool low_latency;
	bool polled;
	u8 monitor_group;
	u8 monitor_bit;

	struct work_struct add_work;
	struct work_struct remove_work;
	void (*sc_cb)(struct vmbus_channel *sub, void *context);
	void *sc_context;
	struct mutex rescind_lock;
	void (*rescind_cb)(struct vmbus_channel *chan, void *context);
	void *rescind_context;
	void *drvdata;

	struct mutex lock;
	enum vmbus_chan_state state;
	u32 max_pkt_size;
	u32 request_entries;
	void *ring_mem;
	u32 send_bytes;
	u32 recv_bytes;
	u32 open_id;
	struct vmbus_gpadl ring_gpadl;

	spinlock_t tx_lock;
	bool tx_on;
	struct vmbus_tx_ring tx;

	struct vmbus_rx_ring rx;
	void *copy;
	struct tasklet_struct tasklet;
	int quiesced;		/* an int: smp_load_acquire() of a bool is not for all kernels */
	bool paused;
	void (*callback)(void *context);
	void *callback_context;

	spinlock_t req_lock;
	struct vmbus_requests requests;
	struct vmbus_request_slot *req_slots;
	u32 req_cursor;

	/* statistics, each with one writer at a time */
	u64 interrupts;			/* signals received */
	atomic64_t sig_events;		/* hypercalls to signal the host */
	u64 intr_in_full;		/* signals sent because the host was blocked */
	u64 intr_out_empty;		/* signals sent because the ring was empty */
};

static inline struct vmbus_channel *vmbus_chan_get(struct vmbus_channel *chan)
{
	kobject_get(&chan->kobj);
	return chan;
}

static inline void vmbus_chan_put(struct vmbus_channel *chan)
{
	kobject_put(&chan->kobj);
}

static inline struct vmbus_channel *vmbus_chan_primary(struct vmbus_channel *c)
{
	return c->primary ? c->primary : c;
}

extern struct kobj_type vmbus_chan_ktype;	/* sysfs.c */

/* Called in the order of arrival, never wait for the host (ctrl_wq). */
void vmbus_chan_offer(const struct vmbus_offer *offer);
void vmbus_chan_rescind(u32 relid);

/* Last reference gone (sysfs.c calls it from the release of the kobject). */
void vmbus_chan_free(struct vmbus_channel *chan);

/* The host signalled this channel; hard interrupt. */
void vmbus_chan_event(struct vmbus_channel *chan);
void vmbus_chan_tasklet(struct tasklet_struct *t);
/* Signal the host; any context. */
void vmbus_signal(struct vmbus_channel *chan);

/* An offline CPU gets no interrupts: pick another one before opening; may sleep. */
void vmbus_chan_check_cpu(struct vmbus_channel *chan);
/* Send MODIFYCHANNEL; may sleep; cpus_read_lock() held. */
int vmbus_chan_move(struct vmbus_channel *chan, unsigned int cpu);
/* CPU is going away: move what is bound to it; CPU-hotplug context. */
int vmbus_chan_leave_cpu(unsigned int cpu);
/* Look into every ring: a signal may have been lost. */
void vmbus_chan_resched_all(void);

/* Remove every device and channel (module exit); may sleep. */
void vmbus_chan_remove_all(void);
/* Hibernation: forget the relids; afterwards match the new offers. */
int vmbus_chan_suspend_all(void);
void vmbus_chan_forget_relids(void);
void vmbus_chan_drop_unmatched(void);
bool vmbus_chan_all_matched(void);

/* open.c: the parts of vmbus_open() and vmbus_close() without subchannels */
bool vmbus_close_one(struct vmbus_channel *chan);

/* -------- class.c -------- */

/*
 * A GUID as text, in @buf, which is returned. Not by printk's own format, which
 * older kernels do not know.
 */
#define VMBUS_GUID_TEXT	37
const char *vmbus_guid_text(const guid_t *guid, char buf[VMBUS_GUID_TEXT]);
/* The same as 32 digits in the order of the memory, as module aliases have it. */
const char *vmbus_guid_alias(const guid_t *guid, char buf[VMBUS_GUID_TEXT]);

/**
 * struct vmbus_class - what is known about a class of devices
 * @guid: class GUID
 * @number: number shown by sysfs as "device"
 * @spread: performance class: channels are spread over the CPUs
 */
struct vmbus_class {
	guid_t guid;
	u16 number;
	bool spread;
};

/* Never NULL. */
const struct vmbus_class *vmbus_class_find(const struct vmbus_offer *offer);

/* Pick a CPU for a channel; cpus_read_lock() and conn.topology held. */
unsigned int vmbus_choose_cpu(struct vmbus_channel *chan,
			      const struct cpumask *allowed);

/* -------- bus.c, sysfs.c -------- */

extern struct bus_type vmbus_bus;
extern const struct attribute_group *vmbus_dev_groups[];
extern const struct attribute_group *vmbus_drv_groups[];
extern const struct attribute_group *vmbus_bus_groups[];

/* -1: any driver may bind @dev; else whether that is the one called @name. */
int vmbus_override_matches(struct hv_device *dev, const char *name);

struct hv_device *vmbus_device_create(struct vmbus_channel *chan);
int vmbus_device_add(struct hv_device *dev);
void vmbus_device_remove(struct hv_device *dev);

/* Make channels/ and channels/<relid> of a device as far as they can exist. */
void vmbus_sysfs_add_channels(struct hv_device *dev);
void vmbus_sysfs_del_channel(struct vmbus_channel *chan);
void vmbus_sysfs_del_device(struct hv_device *dev);
/* The relid has changed (hibernation). */
void vmbus_sysfs_rename_channel(struct vmbus_channel *chan);

/* -------- monitor.c -------- */

/* Set our trigger bit instead of a hypercall; any context. */
void vmbus_monitor_trigger(struct vmbus_channel *chan);
u32 vmbus_monitor_pending(const struct vmbus_channel *chan, unsigned int page);
u32 vmbus_monitor_latency(const struct vmbus_channel *chan, unsigned int page);
u32 vmbus_monitor_conn_id(const struct vmbus_channel *chan, unsigned int page);

/* -------- acpi.c -------- */

/* Find the VMBUS device and its address windows; 0 or -ENODEV. */
int vmbus_acpi_init(void);
void vmbus_acpi_exit(void);
struct device *vmbus_root_device(void);
int vmbus_acpi_irq(void);		/* 0 = none */

/* -------- mmio.c -------- */

/* False when nothing of the window is usable. */
bool vmbus_mmio_add_window(u64 start, u64 size);
void vmbus_mmio_init(void);		/* after the windows are known */
void vmbus_mmio_exit(void);

/* -------- pm.c -------- */

/* Power management of the VMBUS device, hence of the whole bus. */
extern const struct dev_pm_ops vmbus_root_pm;
int vmbus_pm_init(void);
void vmbus_pm_exit(void);

#endif /* VMBUS_PRIV_H */
