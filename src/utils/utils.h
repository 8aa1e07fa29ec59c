/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of hv_utils: what the driver gives its components and what they
 * give it.
 */
#ifndef UTILS_UTILS_H
#define UTILS_UTILS_H

#include <linux/ratelimit.h>
#include <linux/sched.h>
#include <linux/workqueue.h>
#include <hyperv/vmbus.h>
#include "ic.h"

struct hv_util;

/* Not a status of the wire: hv_util_answer() will give the answer. */
#define HV_UTIL_DEFERRED	0x00000001u

/* hv_util.deferred */
enum hv_util_deferred {
	HV_UTIL_DIRECT,		/* nothing is put off */
	HV_UTIL_WAITING,	/* the ring is not read until the answer is there */
	HV_UTIL_ANSWERED	/* it is in the buffer, the callback sends it */
};

/**
 * struct hv_util_service - one component
 * @title: name in the log
 * @protocol: message type and versions
 * @init: set up util->priv before the channel opens; may sleep; optional
 * @exit: undo @init after the channel was closed; may sleep; optional
 * @request: handle a request in place and return the status to answer with, or
 *	HV_UTIL_DEFERRED; softirq
 * @negotiated: versions were agreed on, or not; true puts off the answer until
 *	hv_util_release(); softirq; optional
 * @replied: the answer to an accepted request has been put into the ring;
 *	softirq; optional
 * @drained: no more messages wait for now; softirq; optional
 * @reset: what was learned from the host is void (new session, channel
 *	closed); softirq or process context, never together with @request;
 *	optional
 * @closed: the channel is closed and a deferred answer will not be sent; may
 *	sleep; optional
 */
struct hv_util_service {
	const char *title;
	struct ic_protocol protocol;
	int (*init)(struct hv_util *util);
	void (*exit)(struct hv_util *util);
	u32 (*request)(struct hv_util *util, struct ic_message *msg);
	bool (*negotiated)(struct hv_util *util);
	void (*replied)(struct hv_util *util);
	void (*drained)(struct hv_util *util);
	void (*reset)(struct hv_util *util);
	void (*closed)(struct hv_util *util);
};

/**
 * struct hv_util - a bound device
 * @dev: the device
 * @service: its component
 * @session: versions agreed with the host
 * @buffer: IC_MAX_MESSAGE bytes: the message being worked on, then its answer
 * @unsent: bytes of @buffer that wait for room in the ring, 0 = none
 * @unsent_id: transaction id to send them with
 * @deferred: enum hv_util_deferred; while it is HV_UTIL_WAITING the buffer belongs
 *	to the service, which gives it back with hv_util_answer()
 * @deferred_len: bytes of the answer that is put off
 * @accepted: @service->replied is due when the answer is out
 * @retry: tries again to send @buffer
 * @priv: the component's own
 *
 * Everything but @retry belongs to the channel callback while the channel is
 * open, and to probe, remove, suspend and resume while it is not: no lock.
 */
struct hv_util {
	struct hv_device *dev;
	const struct hv_util_service *service;
	struct ic_session session;
	void *buffer;
	u32 unsent;
	u64 unsent_id;
	int deferred;
	u32 deferred_len;
	bool accepted;
	struct delayed_work retry;
	void *priv;
};

/*
 * Give the answer to a request that was deferred: @msg is what @request got, with
 * the body of the answer. Once per deferred request; touch neither afterwards. Any
 * context. After the channel was closed it does nothing.
 */
void hv_util_answer(struct hv_util *util, struct ic_message *msg, u32 status);

/* Let the answer to a negotiation go that @negotiated put off. Any context. */
void hv_util_release(struct hv_util *util);

extern const struct hv_util_service hv_fcopy_service;
extern const struct hv_util_service hv_heartbeat_service;
extern const struct hv_util_service hv_kvp_service;
extern const struct hv_util_service hv_shutdown_service;
extern const struct hv_util_service hv_timesync_service;
extern const struct hv_util_service hv_vss_service;

#endif /* UTILS_UTILS_H */
