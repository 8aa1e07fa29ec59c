/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interfaces between the parts of the stand-in Hyper-V host.
 *
 * Threads: one per vCPU, one timer thread, one control thread per control
 * connection, and one or more service threads per device channel.
 *
 * Locking: vm->lock (one mutex, "the big lock") protects all host state except
 * what says otherwise.  vCPU threads take it for every exit that they handle
 * in user space; a device's service thread takes it for short bookkeeping only
 * and never holds it over disk I/O or over its configured service time.
 * Ring indices in guest memory are accessed with atomics, without the lock, by
 * the one service thread that owns the direction.
 */
#ifndef HVHOST_H
#define HVHOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <sys/queue.h>

#define HV_PAGE 4096u
#define MAX_VCPU 8

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int64_t s64;

struct guid { u8 b[16]; };	/* wire order: first three fields little-endian */

/* ---- configuration, filled by main.c from the command line ---- */
struct hv_profile {
	u32 max_version;	/* major << 16 | minor, default 0x50003 */
	bool autoeoi_deprecated;	/* CPUID 0x40000004 EAX bit 9; false: AutoEOI is honoured */
	bool stimers;		/* synthetic timers offered */
	bool stimer_direct;	/* direct mode offered */
	bool tsc_page;
	bool crash_msrs;
	int generation;		/* 1 or 2 */
	int vcpus;
	u64 ram_bytes;
	u64 gap_start, gap_size;	/* MMIO gap below 4 GiB; RAM beyond it is above 4 GiB */
	u64 high_mmio_size;	/* MMIO window above all RAM */
	u64 fb_base, fb_size;	/* generation 2: linear framebuffer, inside the gap */
	bool s4;		/* DSDT has _S4 */
};

struct vm {
	struct hv_profile prof;
	pthread_mutex_t lock;
	int kvm_fd, vm_fd;
	/* set by whoever ends the run; main() returns it as exit code */
	int exit_code;
	bool stopping;
	bool paused;
};
extern struct vm vm;

/* ---- guest memory (kvm.c). Lock-free. ---- */
/* NULL unless [gpa, gpa+len) lies in one RAM slot */
void *gpa_ptr(u64 gpa, u64 len);
int gpa_read(u64 gpa, void *buf, u64 len);		/* 0 or -1; may cross slots */
int gpa_write(u64 gpa, const void *buf, u64 len);
/*
 * Memory of a device at a place that the guest chose (video).  Page-aligned; outside all RAM.
 * Returns the host address or NULL.  The lock is held.  A VM reset removes all of them.
 */
u8 *gpa_map_extra(u64 gpa, u64 size);
void gpa_unmap_extra(u64 gpa);
/* Emulated registers: fn is called with the lock held for each access of 1, 2, 4 or 8 bytes. */
typedef void (*mmio_fn)(void *arg, u64 offset, u8 *data, unsigned int len, bool write);
int mmio_register(u64 gpa, u64 size, mmio_fn fn, void *arg);
void mmio_unregister(u64 gpa);

/* ---- time (kvm.c, synic.c) ---- */
u64 now_ns(void);			/* monotonic, since the program started */
u64 ref_time(void);			/* partition reference counter, 100 ns; stands still while the VM is paused only if `pause freeze` was asked */
u64 host_time_100ns(void);		/* wall clock since 1601 with the offset set by `settime` */

/* ---- trace and counters (trace.c). Thread-safe, need no lock. ---- */
/* One line: "<seconds.microseconds> <kind> <text>"; kind is one word (msg, pkt, irq, msr, dev, ctl, check, tap, vm). */
void trace(const char *kind, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Named counters, created at first use: "exits", "hypercall.post", "chan.scsi0.pkts_in", "check.needless_signal" ... */
void counter_add(const char *name, u64 n);
u64 counter_get(const char *name);
/* A rule that the guest broke: counts check.<rule>, traces the text. */
void check_failed(const char *rule, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void counters_print(void (*emit)(void *arg, const char *line), void *arg, const char *prefix);
void counters_reset(void);

/* ---- SynIC (synic.c). Lock held unless said. ---- */
/* Queue a message for a VP's SINT; delivered when the slot is free. payload <= 240 bytes. */
int synic_post(int vp, int sint, u32 type, const void *payload, unsigned int len);
/* Set an event flag (0..2047) of a VP's SINT and interrupt the VP if it was clear. Callable without the lock. */
void synic_signal_event(int vp, int sint, unsigned int flag);
/* true when the VP has SINT's slots enabled */
bool synic_sint_enabled(int vp, int sint);
void synic_interrupt(int vp, int sint);	/* inject SINT's vector; callable without the lock */
void synic_vp_reset(int vp);

/* ---- hypercalls -> vmbus.c. Lock held. Return the hypercall status. ---- */
u16 vmbus_post_message(int vp, u32 connection_id, u32 type, const void *payload, unsigned int len);
u16 vmbus_signal_event(int vp, u32 connection_id, u16 flag);
/*
 * Set up the bus before the guest starts; called once after options are parsed, without the lock
 * and before any other thread exists.  device_create() is called for each -device after it, likewise.
 */
void vmbus_init(void);
/* Guest memory is about to vanish (reset): forget connection, close all channels. Lock held. */
void vmbus_reset(void);
/* Called by the timer thread about every 10 ms without the lock: monitor pages, periodic device work. */
void vmbus_tick(void);

/* ---- vmbus.c <-> device files ---- */
struct channel;
struct device;

struct seg { u8 *host; u32 len; };	/* a piece of guest memory */

struct packet {		/* a private copy of one guest packet */
	u16 type, flags;
	u64 trans_id;
	const u8 *desc;		/* whole packet, desc_len bytes up to the payload */
	u32 desc_len;
	const u8 *data;		/* payload */
	u32 len;
	/* GPA-direct ranges, decoded and bounds-checked against guest RAM */
	u32 nsegs;
	struct seg *segs;
	u64 gpa_bytes;
};

struct device_ops {
	const char *name;			/* "scsi", "heartbeat", ... */
	struct guid type;
	bool pipe;				/* message pipe device */
	bool many;				/* instances are numbered: scsi0, scsi1 */
	int (*init)(struct device *d, const char *args);	/* parse "-device name,key=value,..."; 0 or -1 after printing one sentence */
	void (*open)(struct channel *c);	/* after the OPEN answer was queued; lock held */
	void (*close)(struct channel *c);	/* no more packets will come; service threads of the channel are stopped; lock held */
	/* One packet from the guest; runs in a service thread of the channel WITHOUT the lock. p is valid until it returns. */
	void (*packet)(struct channel *c, struct packet *p);
	/* The guest takes a GPADL of the channel back: no access from the return on; lock held */
	void (*gpadl_gone)(struct channel *c, u32 gpadl);
	void (*tick)(struct device *d);		/* about every 10 ms, without the lock */
	/* "dev <instance name> <words>" from a scenario; write the answer into out; 0 or -1. Lock held. */
	int (*command)(struct device *d, int argc, char **argv, char *out, size_t outlen);
	void (*destroy)(struct device *d);
};

struct device {
	TAILQ_ENTRY(device) link;
	const struct device_ops *ops;
	char name[32];			/* instance name in scenarios: "scsi0", "heartbeat" */
	struct guid instance;
	void *priv;
	struct channel *primary;	/* NULL while not offered */
	u16 offer_flags;		/* extra offer flags */
	u16 mmio_megabytes;
	u8 user_defined[120];
	bool monitored;			/* offered with a monitor id */
	unsigned int service_us;	/* time a request takes; 0: as fast as the thread runs */
	unsigned int parallel;		/* requests served at once, default 1 */
	unsigned int max_subchannels;
	unsigned int queue_depth;	/* packets taken off the ring and not yet served, at most */
	bool shared_interrupt;		/* offered with the dedicated-interrupt bit clear */
	bool trace_packets;		/* one trace line per ring packet */
	bool wanted;			/* to be offered whenever a guest connects (false after `rescind`) */
};

void device_register(const struct device_ops *ops);	/* from each dev_*.c by constructor */
struct device *device_create(const char *spec);		/* "scsi,disk=ram:64M,..."; NULL after printing one sentence */
struct device *device_find(const char *name);

/* Offer a device (primary, or one more subchannel with index >= 1). Lock held. */
struct channel *channel_offer(struct device *d, unsigned int subchannel_index);
void channel_rescind(struct channel *c);	/* lock held */
struct device *channel_device(struct channel *c);
unsigned int channel_subindex(struct channel *c);
bool channel_is_open(struct channel *c);
/*
 * Host -> guest packets. Callable from any thread without the lock (own mutex per channel's
 * down ring). When the ring is full the packet is put on a back log and pending_send_size is set;
 * nothing is lost. Signals the guest according to the ring rules. -1 when the channel is not open.
 */
int channel_send(struct channel *c, u16 type, u16 flags, u64 trans_id,
		 const void *hdr, unsigned int hdr_len,	/* bytes between descriptor and payload */
		 const void *data, unsigned int len);
int channel_complete(struct channel *c, u64 trans_id, const void *data, unsigned int len);
/* Resolve a GPADL of the channel into host pointers (one per page); NULL if unknown. Lock held. */
u8 **gpadl_pages(struct channel *c, u32 gpadl, u32 *count);

/* ---- control lines (ctl.c) ---- */
/*
 * A command handler gets the words of the line and writes an answer (several lines allowed).
 * Lock held. Return 0 for "ok", -1 for "error".
 * On the wire: the client sends "words...\n"; the answer is data lines, then one line "ok" or "error <sentence>".
 * The same language is spoken on the control socket, on the guest's second serial port (ttyS1) and in -script files.
 */
typedef int (*ctl_fn)(int argc, char **argv, char *out, size_t outlen);
void ctl_register(const char *word, const char *help, ctl_fn fn);
int ctl_execute(const char *line, char *out, size_t outlen);	/* takes the lock itself */
/*
 * A handler that must wait: release the lock for at most ms milliseconds.  Returns early when
 * somebody calls vm_notify() (state has changed, look again).  Lock held.
 */
void lock_sleep(unsigned int ms);
void vm_notify(void);
/*
 * On ttyS1 every line is answered except those that begin with "tap ": they go to the TAP file
 * and get no answer.
 */

/* ---- vCPU control (kvm.c). Lock held. ---- */
void vm_pause(void);
void vm_resume(void);
void vm_inject_nmi(int vcpu);
void vm_stop(int exit_code);	/* ends the run: 0 guest power-off, 2 bad usage, 3 triple fault, 4 KVM error, 5 time limit, 6 expectation failed, 7 guest reset when reset is not wanted, 8 hibernated (S4) */

/* little helpers (util.c) */
bool guid_parse(const char *text, struct guid *g);
void guid_format(const struct guid *g, char out[37]);
bool size_parse(const char *text, u64 *out);	/* 64K, 3M, 2G */
void die(int code, const char *fmt, ...) __attribute__((noreturn, format(printf, 2, 3)));

#endif
