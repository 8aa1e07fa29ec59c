/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Requests of the host that a daemon in user space answers: one at a time, with
 * a time limit, whatever happens to the daemon.
 */
#ifndef UTILS_DAEMON_H
#define UTILS_DAEMON_H

#include <linux/workqueue.h>
#include "transport.h"
#include "utils.h"

struct hv_daemon;

/**
 * struct hv_daemon_service - what differs between the services
 * @title: name in the log
 * @node: device below /dev
 * @cn_idx: connector id for old daemons, 0 = none
 * @cn_val: the other half of it
 * @out_size: bytes of the largest message to the daemon
 * @hold: put off the first negotiation until there is a daemon, so that requests
 *	which the host sends but once do not find nobody
 * @distinct: no answer of a daemon looks like a registration
 * @registration: what the daemon says that it is, 0 when the bytes are no
 *	registration
 * @greet: build the answer to a registration of that kind in @out and return its
 *	length, 0 = none
 * @prepare: build the daemon's message in @out, set @out_len; IC_STATUS_OK or the
 *	status to refuse the request with
 * @answer: translate what the daemon wrote into the body of d->msg, set @status.
 *	Return 0, or -EINVAL for bytes that are no answer.
 * @extra: a message of our own is due: build it and return its length; 0 = none;
 *	optional
 * @taken: the daemon has got the request; optional
 * @ended: the request ended with @status, by the daemon or without it; optional
 * @reset: the host begins anew, or has closed the channel; optional
 *
 * All are called in process context with the transport's lock held.
 */
struct hv_daemon_service {
	const char *title;
	const char *node;
	u32 cn_idx;
	u32 cn_val;
	u32 out_size;
	bool hold;
	bool distinct;
	u32 (*registration)(const u8 *in, u32 len);
	u32 (*greet)(u32 kind, u8 *out);
	u32 (*prepare)(struct hv_daemon *d, u8 *out, u32 *out_len);
	int (*answer)(struct hv_daemon *d, const u8 *in, u32 len, u32 *status);
	u32 (*extra)(struct hv_daemon *d, u8 *out);
	void (*taken)(struct hv_daemon *d);
	void (*ended)(struct hv_daemon *d, u32 status);
	void (*reset)(struct hv_daemon *d);
};

/* What the host waits for. */
enum hv_daemon_state {
	HV_DAEMON_IDLE,		/* nothing */
	HV_DAEMON_HELD,		/* the answer to its negotiation */
	HV_DAEMON_QUEUED,	/* a request that waits for its turn */
	HV_DAEMON_SENT,		/* a request that the daemon has not taken yet */
	HV_DAEMON_TAKEN		/* a request that the daemon works on */
};

/**
 * struct hv_daemon - state of a service with a daemon
 * @service: which one
 * @util: the device
 * @transport: the way to the daemon; its lock protects what follows
 * @kind: what the daemon registered as, 0 = there is none
 * @greeting: the answer to the registration has not been taken yet
 * @greeting_kind: @kind when it has
 * @owed: the daemon has taken a message and not answered yet
 * @state: what the host waits for
 * @deadline: jiffies when the host gets a failure
 * @held_once: the first negotiation was put off already
 * @timeout: looks at @deadline
 *
 * Handed from softirq to @work, which is not queued twice at a time:
 * @negotiation: a negotiation waits, else a request
 * @msg: the request; the service's own until it is answered
 * @limit: jiffies that it may take
 * @work: gives it to the daemon
 *
 * @priv: the service's own, under the lock
 */
struct hv_daemon {
	const struct hv_daemon_service *service;
	struct hv_util *util;
	struct hv_transport *transport;

	u32 kind;
	bool greeting;
	u32 greeting_kind;
	bool owed;
	enum hv_daemon_state state;
	unsigned long deadline;
	bool held_once;
	struct delayed_work timeout;

	bool negotiation;
	struct ic_message msg;
	unsigned long limit;
	struct work_struct work;

	unsigned long priv;
};

/* What a service puts into struct hv_util_service. */
int hv_daemon_init(struct hv_util *util,
		   const struct hv_daemon_service *service);
void hv_daemon_exit(struct hv_util *util);
bool hv_daemon_negotiated(struct hv_util *util);
void hv_daemon_closed(struct hv_util *util);

/*
 * Defer a request, softirq: the daemon is asked, and the host gets its answer or,
 * after @limit jiffies, a failure. Return: HV_UTIL_DEFERRED.
 */
u32 hv_daemon_request(struct hv_util *util, struct ic_message *msg,
		      unsigned long limit);

/* A message of our own may be due. Lock held. */
void hv_daemon_pump(struct hv_daemon *d);

#endif /* UTILS_DAEMON_H */
