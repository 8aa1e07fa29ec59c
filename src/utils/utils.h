/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Inside of hv_utils: what the driver gives its components and what they
 * give it.
 */
#ifndef UTILS_UTILS_H
#define UTILS_UTILS_H

#include <linux/workqueue.h>
#include <hyperv/vmbus.h>
#include "ic.h"

struct hv_util;

/**
 * struct hv_util_service - one component
 * @title: name in the log
 * @protocol: message type and versions
 * @init: set up util->priv before the channel opens; may sleep; optional
 * @exit: undo @init after the channel was closed; may sleep; optional
 * @request: handle a request in place and return the status to answer with;
 *	softirq
 * @replied: the answer to an accepted request has been put into the ring;
 *	softirq; optional
 * @drained: no more messages wait for now; softirq; optional
 * @reset: what was learned from the host is void (new session, channel
 *	closed); softirq or process context, never together with @request;
 *	optional
 */
struct hv_util_service {
	const char *title;
	struct ic_protocol protocol;
	int (*init)(struct hv_util *util);
	void (*exit)(struct hv_util *util);
	u32 (*request)(struct hv_util *util, struct ic_message *msg);
	void (*replied)(struct hv_util *util);
	void (*drained)(struct hv_util *util);
	void (*reset)(struct hv_util *util);
};

/**
 * struct hv_util - a bound device
 * @dev: the device
 * @service: its component
 * @session: versions agreed with the host
 * @buffer: IC_MAX_MESSAGE bytes: the message being worked on, then its answer
 * @unsent: bytes of @buffer that wait for room in the ring, 0 = none
 * @unsent_id: transaction id to send them with
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
	bool accepted;
	struct delayed_work retry;
	void *priv;
};

extern const struct hv_util_service hv_heartbeat_service;
extern const struct hv_util_service hv_shutdown_service;
extern const struct hv_util_service hv_timesync_service;

#endif /* UTILS_UTILS_H */
