/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The way to a daemon in user space: a character device that one daemon at a
 * time has open, or, for old daemons, the netlink connector.
 */
#ifndef UTILS_TRANSPORT_H
#define UTILS_TRANSPORT_H

#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/list.h>
#include <linux/miscdevice.h>
#include <linux/mutex.h>
#include <linux/types.h>
#include <linux/wait.h>

/* A longer message of a daemon is nonsense. */
#define HV_TRANSPORT_MAX_IN	8192u

/**
 * struct hv_transport_ops - what a service wants to hear; all with the lock held
 * @message: the daemon wrote @len bytes, @data is a private copy. 0 or -errno,
 *	which the daemon gets.
 * @taken: the daemon has got the message that was sent
 * @gone: the daemon closed the device, or another one took its place; a
 *	message that it had not taken is dropped
 */
struct hv_transport_ops {
	int (*message)(void *context, const u8 *data, u32 len);
	void (*taken)(void *context);
	void (*gone)(void *context);
};

/* Who is at the other end. */
enum hv_transport_mode {
	HV_TRANSPORT_NONE,
	HV_TRANSPORT_CHARDEV,
	HV_TRANSPORT_NETLINK
};

/**
 * struct hv_transport - one way to a daemon
 * @ref: the service holds one, each open file another
 * @lock: protects all that follows, and the state of the service behind it
 * @ops: the service; not called any more when @dead
 * @context: its argument
 * @mode: who is there
 * @dead: the service has gone
 * @out: @out_size bytes: the message that the daemon has not taken yet
 * @out_len: bytes of it, 0 = none
 * @wait: where a reader waits for @out_len or @dead
 * @misc: the device
 * @node: its name below /dev
 * @cn_idx: connector id, 0 = no netlink
 * @cn_val: the other half of it
 * @link: in the list of transports; protected by the list's own lock
 */
struct hv_transport {
	struct kref ref;
	struct mutex lock;	/* protects what the comment above says */
	const struct hv_transport_ops *ops;
	void *context;
	enum hv_transport_mode mode;
	bool dead;
	u8 *out;
	u32 out_size;
	u32 out_len;
	wait_queue_head_t wait;
	struct miscdevice misc;
	const char *node;
	u32 cn_idx;
	u32 cn_val;
	struct list_head link;
};

/**
 * hv_transport_create() - make the device appear
 * @where: set before the first call of @ops
 * @node: name below /dev; a constant
 * @cn_idx: connector id of the service, 0 = none
 * @cn_val: the other half of it
 * @out_size: bytes of the largest message to a daemon
 * @ops: the service
 * @context: argument of @ops
 *
 * @ops may be called before it returns. May sleep.
 * Return: 0 or -errno (-EEXIST: the node is there already).
 */
int hv_transport_create(struct hv_transport **where, const char *node,
			u32 cn_idx, u32 cn_val, u32 out_size,
			const struct hv_transport_ops *ops, void *context);

/**
 * hv_transport_destroy() - take the device away
 * @t: the transport
 *
 * Afterwards @ops are not called any more. A daemon that has the device open
 * still gets a message that waits for it, then errors. May sleep; without
 * the lock.
 */
void hv_transport_destroy(struct hv_transport *t);

/* Where to build the next message: @out_size bytes, or NULL while one waits. Lock held. */
u8 *hv_transport_buffer(struct hv_transport *t);

/*
 * Hand over @len bytes of the buffer. Lock held; may call @ops->taken. Return:
 * false when there is nobody or it cannot be reached.
 */
bool hv_transport_send(struct hv_transport *t, u32 len);

/* Take back a message that the daemon has not taken. Lock held. */
void hv_transport_drop(struct hv_transport *t);

/* -------- between transport.c and transport_netlink.c -------- */

/* The transport of a connector id with a reference, or NULL. */
struct hv_transport *hv_transport_by_id(u32 cn_idx, u32 cn_val);
void hv_transport_put(struct hv_transport *t);

#if IS_ENABLED(CONFIG_CONNECTOR)
int hv_netlink_start(struct hv_transport *t);
void hv_netlink_stop(struct hv_transport *t);
bool hv_netlink_send(struct hv_transport *t, const u8 *data, u32 len);
#else
static inline int hv_netlink_start(struct hv_transport *t)
{
	return 0;
}

static inline void hv_netlink_stop(struct hv_transport *t)
{
}

static inline bool hv_netlink_send(struct hv_transport *t, const u8 *data,
				   u32 len)
{
	return false;
}
#endif

#endif /* UTILS_TRANSPORT_H */
