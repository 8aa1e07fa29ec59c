/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The interface of hv_vmbus to device drivers.
 *
 * Names are those of the mainline kernel where the meaning is the same. What
 * differs, and why:
 *  - struct vmbus_channel is opaque: no driver sees a relid or a ring index.
 *  - A received packet is a private, validated copy (struct vmbus_packet);
 *    host-writable memory is never parsed in place.
 *  - Request ids come from a table of the channel; an id that the host invents
 *    or repeats finds nothing.
 *  - Of packets sent with VMBUS_SEND_MORE a host that is awake hears at once, one
 *    that sleeps by vmbus_flush() or the next send: one signal for a batch.
 *
 * Context: functions marked "may sleep" need process context and no spinlock.
 * A channel callback runs in softirq context, as a rule on the channel's target
 * CPU, never twice at the same time for one channel.
 */
#ifndef HYPERV_VMBUS_H
#define HYPERV_VMBUS_H

#include <linux/device.h>
#include <linux/ioport.h>
#include <linux/list.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/spinlock.h>
#include <linux/types.h>
#include <linux/uuid.h>
#include <hyperv/vmbus_proto.h>

struct kset;
struct vmbus_channel;

/* -------- classes of devices (protocol 3), for id tables -------- */

#define HV_NIC_GUID \
	.guid = GUID_INIT(0xf8615163, 0xdf3e, 0x46c5, 0x91, 0x3f, \
			  0xf2, 0xd2, 0xf9, 0x65, 0xed, 0x0e)
#define HV_IDE_GUID \
	.guid = GUID_INIT(0x32412632, 0x86cb, 0x44a2, 0x9b, 0x5c, \
			  0x50, 0xd1, 0x41, 0x73, 0x54, 0xf5)
#define HV_SCSI_GUID \
	.guid = GUID_INIT(0xba6163d9, 0x04a1, 0x4d29, 0xb6, 0x05, \
			  0x72, 0xe2, 0xff, 0xb1, 0xdc, 0x7f)
#define HV_SYNTHFC_GUID \
	.guid = GUID_INIT(0x2f9bcc4a, 0x0069, 0x4af3, 0xb7, 0x6b, \
			  0x6f, 0xd0, 0xbe, 0x52, 0x8c, 0xda)
#define HV_ND_GUID \
	.guid = GUID_INIT(0x8c2eaf3d, 0x32a7, 0x4b09, 0xab, 0x99, \
			  0xbd, 0x1f, 0x1c, 0x86, 0xb5, 0x01)
#define HV_PCIE_GUID \
	.guid = GUID_INIT(0x44c4f61d, 0x4444, 0x4400, 0x9d, 0x52, \
			  0x80, 0x2e, 0x27, 0xed, 0xe1, 0x9f)
#define HV_SHUTDOWN_GUID \
	.guid = GUID_INIT(0x0e0b6031, 0x5213, 0x4934, 0x81, 0x8b, \
			  0x38, 0xd9, 0x0c, 0xed, 0x39, 0xdb)
#define HV_TS_GUID \
	.guid = GUID_INIT(0x9527e630, 0xd0ae, 0x497b, 0xad, 0xce, \
			  0xe8, 0x0a, 0xb0, 0x17, 0x5c, 0xaf)
#define HV_HEART_BEAT_GUID \
	.guid = GUID_INIT(0x57164f39, 0x9115, 0x4e78, 0xab, 0x55, \
			  0x38, 0x2f, 0x3b, 0xd5, 0x42, 0x2d)
#define HV_KVP_GUID \
	.guid = GUID_INIT(0xa9a0f4e7, 0x5a45, 0x4d96, 0xb8, 0x27, \
			  0x8a, 0x84, 0x1e, 0x8c, 0x03, 0xe6)
#define HV_VSS_GUID \
	.guid = GUID_INIT(0x35fa2e29, 0xea23, 0x4236, 0x96, 0xae, \
			  0x3a, 0x6e, 0xba, 0xcb, 0xa4, 0x40)
#define HV_FCOPY_GUID \
	.guid = GUID_INIT(0x34d14be3, 0xdee4, 0x41c8, 0x9a, 0xe7, \
			  0x6b, 0x17, 0x49, 0x77, 0xc1, 0x92)
#define HV_DM_GUID \
	.guid = GUID_INIT(0x525074dc, 0x8985, 0x46e2, 0x80, 0x57, \
			  0xa3, 0x07, 0xdc, 0x18, 0xa5, 0x02)
#define HV_SYNTHVID_GUID \
	.guid = GUID_INIT(0xda0a7802, 0xe377, 0x4aac, 0x8e, 0x77, \
			  0x05, 0x58, 0xeb, 0x10, 0x73, 0xf8)
#define HV_MOUSE_GUID \
	.guid = GUID_INIT(0xcfa8b69e, 0x5b4a, 0x4cc0, 0xb9, 0x8b, \
			  0x8b, 0xa1, 0xa1, 0xf3, 0xf9, 0x5a)
#define HV_KBD_GUID \
	.guid = GUID_INIT(0xf912ad6d, 0x2b17, 0x48ea, 0xbd, 0x65, \
			  0xf9, 0x27, 0xa6, 0x1c, 0x76, 0x84)

/* -------- devices and drivers -------- */

/**
 * struct hv_device - a device offered by the host
 * @device: the driver-model device; its name is the instance GUID
 * @dev_type: class GUID
 * @dev_instance: instance GUID
 * @vendor_id: always 0x1414 (Microsoft)
 * @device_id: number of the device class as in-tree shows it, 16 when unknown
 * @channel: primary channel; valid from before probe until after remove
 * @dma_parms: limits of DMA mappings, for the driver to set
 * @channels_kset: channels/ in sysfs; private to the bus
 * @driver_override: the only driver that may bind, set by sysfs; private
 */
struct hv_device {
	struct device device;
	guid_t dev_type;
	guid_t dev_instance;
	u16 vendor_id;
	u16 device_id;
	struct vmbus_channel *channel;
	struct device_dma_parameters dma_parms;
	struct kset *channels_kset;
	char *driver_override;
};

/**
 * struct hv_driver - a driver of VMBus devices
 * @name: driver name in sysfs
 * @hvsock: the driver takes sockets of hv_sock, and nothing else
 * @id_table: class GUIDs, closed by an all-zero entry; NULL with @hvsock
 * @probe: bind; may sleep. The channel is not open yet; if it is left open
 *	after an error the bus closes it. @id is valid during the call only, and
 *	all zero when the driver was chosen by driver_override or for a socket.
 * @remove: unbind; may sleep; must close the channel (the bus does otherwise). Also called after a
 *	rescind: then sends fail with -ENODEV and waits end early.
 * @shutdown: system goes down; may sleep; optional
 * @suspend: close the channel, keep state for @resume; may sleep; optional
 * @resume: reopen; may sleep; optional
 * @driver: driver-model part, filled by vmbus_driver_register()
 * @dynids: ids added by new_id; @dynids.lock protects @dynids.list
 */
struct hv_driver {
	const char *name;
	bool hvsock;
	const struct hv_vmbus_device_id *id_table;
	int (*probe)(struct hv_device *dev,
		     const struct hv_vmbus_device_id *id);
	void (*remove)(struct hv_device *dev);
	void (*shutdown)(struct hv_device *dev);
	int (*suspend)(struct hv_device *dev);
	int (*resume)(struct hv_device *dev);
	struct device_driver driver;
	struct {
		spinlock_t lock;
		struct list_head list;
	} dynids;
};

#define device_to_hv_device(d)	container_of(d, struct hv_device, device)

static inline void *hv_get_drvdata(struct hv_device *dev)
{
	return dev_get_drvdata(&dev->device);
}

static inline void hv_set_drvdata(struct hv_device *dev, void *data)
{
	dev_set_drvdata(&dev->device, data);
}

/**
 * __vmbus_driver_register() - register a driver; use vmbus_driver_register()
 * @drv: the driver; stays in use until vmbus_driver_unregister()
 * @owner: module whose code @drv points to
 * @mod_name: its name in sysfs
 *
 * May sleep; probes matching devices before it returns.
 * Return: 0 or a negative errno (-ENODEV when the bus did not come up).
 */
int __vmbus_driver_register(struct hv_driver *drv, struct module *owner,
			    const char *mod_name);
#define vmbus_driver_register(drv) \
	__vmbus_driver_register(drv, THIS_MODULE, KBUILD_MODNAME)

/* May sleep; removes the driver's devices first. */
void vmbus_driver_unregister(struct hv_driver *drv);

/* -------- the connection -------- */

/* Agreed protocol version, VMBUS_VERSION_*; constant while a driver is bound. */
u32 vmbus_version(void);

/* Host's reference counter, 100 ns units since the partition started; any context. */
u64 vmbus_reference_time(void);

/* True when this machine can hibernate (S4 offered by the firmware). May sleep. */
bool vmbus_hibernation_supported(void);

/* -------- channel life -------- */

/**
 * vmbus_set_max_pkt_size() - largest packet to accept on a channel
 * @chan: a channel that is not open
 * @bytes: descriptor plus payload; default 4096. Larger packets are dropped and
 *	counted. Call before vmbus_open().
 */
void vmbus_set_max_pkt_size(struct vmbus_channel *chan, u32 bytes);

/**
 * vmbus_set_request_table() - give a channel a table of outstanding requests
 * @chan: a channel that is not open
 * @entries: number of requests that can be outstanding. Call before
 *	vmbus_open(), which allocates the table and fails with -ENOMEM.
 */
void vmbus_set_request_table(struct vmbus_channel *chan, u32 entries);

/* Always signal by hypercall, even if the host offers monitor pages. Before open. */
void vmbus_set_low_latency(struct vmbus_channel *chan, bool on);

/**
 * vmbus_set_polled() - packets are read by a poller (NAPI), not by the callback
 * @chan: a channel that is not open
 * @on: true: the callback runs in hard interrupt context, or in softirq context
 *	after vmbus_channel_resched(), on several CPUs at once at worst, with the
 *	host's signals masked; all that it may do is to start the poller. The
 *	poller calls vmbus_poll_begin(), vmbus_next_packet() and at last
 *	vmbus_poll_end(); it must not run any more when vmbus_close() is called.
 */
void vmbus_set_polled(struct vmbus_channel *chan, bool on);

/* Driver data of a channel (a driver's per-queue state). */
void vmbus_channel_set_drvdata(struct vmbus_channel *chan, void *data);
void *vmbus_channel_get_drvdata(struct vmbus_channel *chan);

/**
 * vmbus_open() - allocate rings, share them with the host and open
 * @chan: a channel that is not open
 * @send_size: bytes of the guest-to-host ring including its 4096-byte header
 * @recv_size: the same for host-to-guest; both multiples of 4096, >= 8192
 * @userdata: handed to the host, or NULL
 * @userdata_len: bytes of it, at most 120
 * @callback: called when packets may be waiting; can run before this returns
 * @context: its argument
 *
 * May sleep. Return: 0, -EINVAL, -ENOMEM, -ENODEV (rescinded), -ETIMEDOUT,
 * -EAGAIN (host refused), -EBUSY (open already).
 */
int vmbus_open(struct vmbus_channel *chan, u32 send_size, u32 recv_size,
	       const void *userdata, u32 userdata_len,
	       void (*callback)(void *context), void *context);

/**
 * vmbus_close() - close a channel, and first its subchannels if it is a primary
 * @chan: the channel
 *
 * When it returns no callback runs or will run. Rings that the host may still
 * hold are leaked, with one log line. May sleep. Closing a closed channel is a
 * no-op.
 * Return: true when the host has let go. Otherwise it may still use the memory of
 * requests that it has not answered: the caller must leak that, too.
 */
bool vmbus_close(struct vmbus_channel *chan);

/**
 * vmbus_channel_broken() - did the host do something to the rings that loses packets?
 * @chan: a channel that is open, or opening
 *
 * An index out of range, after which a ring is not used any more, or packets that
 * had to be discarded. Requests may stay without an answer; closing the channel and
 * opening it anew gives them back. A hint: any context, no lock.
 */
bool vmbus_channel_broken(struct vmbus_channel *chan);

/* Stop and restart the callback without closing (reconfiguration). May sleep. */
void vmbus_channel_quiesce(struct vmbus_channel *chan);
void vmbus_channel_unquiesce(struct vmbus_channel *chan);

/*
 * Called from a work item, may sleep, once for each subchannel that arrives or
 * that waits since an earlier life of the driver. The pointer stays valid until
 * vmbus_close() of the primary returns, whatever the host does. vmbus_close()
 * of the primary removes the callback and waits until it does not run: do not
 * hold a lock there that the callback takes.
 */
void vmbus_set_sc_create_callback(struct vmbus_channel *primary,
		void (*cb)(struct vmbus_channel *sub, void *context),
		void *context);

/*
 * Called from a work item, may sleep, as soon as the host rescinds the channel
 * and before remove: wake up whoever waits for the host.
 */
void vmbus_set_chn_rescind_callback(struct vmbus_channel *chan,
		void (*cb)(struct vmbus_channel *chan, void *context),
		void *context);

/* -------- facts about a channel, any context -------- */
struct hv_device *vmbus_channel_device(struct vmbus_channel *chan);
struct vmbus_channel *vmbus_channel_primary(struct vmbus_channel *chan);
u16 vmbus_channel_subindex(struct vmbus_channel *chan);		/* 0 = primary */
const u8 *vmbus_channel_user_defined(struct vmbus_channel *chan); /* 120 bytes */
unsigned int vmbus_channel_target_cpu(struct vmbus_channel *chan);
bool vmbus_channel_rescinded(struct vmbus_channel *chan);
/* Free bytes of the send ring in percent; a hint, no lock. */
unsigned int vmbus_channel_send_space(struct vmbus_channel *chan);

/* -------- sending, any context up to hard interrupt -------- */

/* flags of the send functions */
#define VMBUS_SEND_COMPLETION	0x1	/* ask the host for a completion packet */
#define VMBUS_SEND_MORE		0x2	/* no signal now; vmbus_flush() or the next send gives it */

/**
 * vmbus_sendpacket() - send an in-band or completion packet
 * @chan: an open channel
 * @data: payload
 * @len: bytes of it; the ring pads to 8
 * @trans_id: value of the transaction id field
 * @type: VMBUS_PKT_DATA_INBAND or VMBUS_PKT_COMP
 * @flags: VMBUS_SEND_*
 *
 * Return: 0, -EAGAIN (ring full; a signal arrives when there is room again),
 * -ENODEV (rescinded or closed), -EINVAL (cannot fit at all).
 */
int vmbus_sendpacket(struct vmbus_channel *chan, const void *data, u32 len,
		     u64 trans_id, u16 type, u32 flags);

/**
 * vmbus_sendpacket_pfns() - send a packet that describes guest memory
 * @chan: an open channel
 * @range_len: bytes described
 * @range_offset: offset of the first byte in the first page, < 4096
 * @pfns: frame numbers of 4096-byte host pages
 * @npfns: exactly the number of pages that range_offset + range_len covers
 * @data: payload after the page list
 * @len: bytes of it
 * @trans_id: value of the transaction id field
 * @flags: VMBUS_SEND_*
 *
 * One GPA-direct packet with one range (protocol 2.7, type 9).
 * Return: as vmbus_sendpacket().
 */
int vmbus_sendpacket_pfns(struct vmbus_channel *chan, u32 range_len,
			  u32 range_offset, const u64 *pfns, u32 npfns,
			  const void *data, u32 len, u64 trans_id, u32 flags);

/**
 * struct vmbus_page_range - one entry of a multi-range GPA-direct packet
 * @len: bytes, at most 4096 - @offset
 * @offset: of the first byte in the page
 * @pfn: frame number of the 4096-byte host page
 */
struct vmbus_page_range {
	u32 len;
	u32 offset;
	u64 pfn;
};

/* One GPA-direct packet with @count ranges of one page each (at most 32). */
int vmbus_sendpacket_ranges(struct vmbus_channel *chan,
			    const struct vmbus_page_range *ranges, u32 count,
			    const void *data, u32 len, u64 trans_id, u32 flags);

/* Publish staged packets and signal the host if it may be asleep. */
void vmbus_flush(struct vmbus_channel *chan);

/* -------- receiving, from the channel callback only -------- */

/**
 * struct vmbus_packet - a private copy of one received packet
 * @type: VMBUS_PKT_*
 * @flags: bit 0: the host wants a completion
 * @trans_id: transaction id; 0 = unsolicited
 * @hdr: what lies between the 16-byte descriptor and the payload (range lists)
 * @hdr_len: bytes of it
 * @data: payload
 * @len: bytes of it, padding to 8 included
 *
 * Valid until the next call of vmbus_next_packet() on the channel.
 */
struct vmbus_packet {
	u16 type;
	u16 flags;
	u64 trans_id;
	const void *hdr;
	u32 hdr_len;
	const void *data;
	u32 len;
};

/**
 * vmbus_next_packet() - copy the next packet out of the ring
 * @chan: the channel whose callback is running
 * @pkt: filled in; points into a buffer of the channel
 *
 * Invalid packets are counted and skipped; if the ring itself makes no sense the
 * channel is marked broken and nothing more is read. Consumed space is given
 * back to the host when this returns false, or by vmbus_end_read().
 * Return: false when the ring is empty.
 */
bool vmbus_next_packet(struct vmbus_channel *chan, struct vmbus_packet *pkt);

/* Needed only when a reader stops before vmbus_next_packet() returned false. */
void vmbus_end_read(struct vmbus_channel *chan);

/*
 * From the callback only: do not call again for what is left in the ring until
 * vmbus_channel_resched(), or until the host signals that the send ring has room.
 */
void vmbus_channel_pause(struct vmbus_channel *chan);

/* Run the callback again soon (after a reader stopped early). Any context. */
void vmbus_channel_resched(struct vmbus_channel *chan);

/*
 * For the poller of a polled channel, one at a time, softirq context. Begin masks
 * the host's signals. At the end vmbus_next_packet() has returned false or
 * vmbus_end_read() was called; then the poller says that it can be started again
 * (napi_complete), and then vmbus_poll_end() unmasks. True: packets came in
 * between, signals are masked again and the poller has to be started. A poller
 * that stops for want of room in the send ring leaves out the last step: signals
 * stay masked but for the one that tells of room.
 */
void vmbus_poll_begin(struct vmbus_channel *chan);
bool vmbus_poll_end(struct vmbus_channel *chan);

/* -------- request ids -------- */

#define VMBUS_NO_REQUEST	0ULL	/* wire id of "no reply wanted" */

/**
 * vmbus_request_alloc() - enter a cookie into the channel's request table
 * @chan: an open channel with a request table
 * @cookie: what vmbus_request_take() shall return, not NULL
 *
 * Return: the transaction id to send (never 0), or VMBUS_NO_REQUEST when the
 * table is full. Any context.
 */
u64 vmbus_request_alloc(struct vmbus_channel *chan, void *cookie);

/**
 * vmbus_request_set() - enter a cookie at an index that the caller chooses
 * @chan: an open channel with a request table
 * @index: below the size of the table; the caller owns it (a block tag)
 * @cookie: what vmbus_request_take() shall return, not NULL
 *
 * Return: the transaction id, or VMBUS_NO_REQUEST when the index is taken or
 * out of range. Any context, lock-free. Do not mix with vmbus_request_alloc()
 * on one channel.
 */
u64 vmbus_request_set(struct vmbus_channel *chan, u32 index, void *cookie);

/**
 * vmbus_request_take() - resolve and release a transaction id
 * @chan: the channel that the host's packet came on
 * @trans_id: as the host sent it, not trusted
 *
 * Return: the cookie, exactly once; NULL for an id that is not outstanding.
 */
void *vmbus_request_take(struct vmbus_channel *chan, u64 trans_id);

/* Take every outstanding request, one per call; NULL when none is left. */
void *vmbus_request_take_any(struct vmbus_channel *chan);

/*
 * How many requests the host has not answered. A hint while requests come and go;
 * exact once no new ones are made. The channel is open.
 */
u32 vmbus_requests_outstanding(struct vmbus_channel *chan);

/* -------- memory shared with the host -------- */

/**
 * struct vmbus_gpadl - handle of shared memory
 * @handle: the host's name for it, 0 when nothing is shared
 * @buffer: the memory
 * @size: bytes of it
 */
struct vmbus_gpadl {
	u32 handle;
	void *buffer;
	u32 size;
};

/*
 * May sleep. @buffer: page-aligned kernel memory (vmalloc or linear), at most
 * 8190 host pages. 0 or -errno. After an error @gpadl->handle tells: 0, the
 * memory is free; otherwise the host may still have it and it must be leaked.
 */
int vmbus_establish_gpadl(struct vmbus_channel *chan, void *buffer, u32 size,
			  struct vmbus_gpadl *gpadl);
/* May sleep. 0: the host let go. Otherwise the caller must leak the memory. */
int vmbus_teardown_gpadl(struct vmbus_channel *chan, struct vmbus_gpadl *gpadl);

/* Frame number of the host page that holds @addr (vmalloc or linear). Any context. */
u64 vmbus_virt_to_pfn(const void *addr);

/* -------- MMIO -------- */

/**
 * vmbus_allocate_mmio() - reserve guest physical address space for a device
 * @res: set to the reserved range
 * @dev: the device that will use it
 * @min: lowest address allowed
 * @max: highest address allowed
 * @size: bytes
 * @align: power of two that the start is a multiple of
 * @fb_overlap_ok: may use the firmware's framebuffer range
 *
 * Return: 0, -ENXIO (no room). May sleep.
 */
int vmbus_allocate_mmio(struct resource **res, struct hv_device *dev,
			resource_size_t min, resource_size_t max,
			resource_size_t size, resource_size_t align,
			bool fb_overlap_ok);
void vmbus_free_mmio(resource_size_t start, resource_size_t size);

#endif /* HYPERV_VMBUS_H */
