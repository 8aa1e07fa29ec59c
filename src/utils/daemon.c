// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests of the host that a daemon in user space answers.
 *
 * Everything runs under the lock of the transport, in process context; softirq only
 * hands a request over. A daemon answers what it has taken, in order, without an
 * id: an answer to a request that has ended meanwhile is told by @owed and the
 * state, and dropped.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include "daemon.h"

/* The host gives a service up when its negotiation is not answered for 75 s. */
#define HV_DAEMON_HOLD	(55 * HZ)

/* The request ends. The next one may come at once, on another CPU. */
static void hv_daemon_end(struct hv_daemon *d, u32 status)
{
	if (d->state == HV_DAEMON_SENT)
		hv_transport_drop(d->transport);
	if (d->service->ended)
		d->service->ended(d, status);
	d->state = HV_DAEMON_IDLE;
	cancel_delayed_work(&d->timeout);
	hv_util_answer(d->util, &d->msg, status);
}

static void hv_daemon_release(struct hv_daemon *d)
{
	d->state = HV_DAEMON_IDLE;
	cancel_delayed_work(&d->timeout);
	hv_util_release(d->util);
}

void hv_daemon_pump(struct hv_daemon *d)
{
	u32 len = 0, status;
	u8 *out;

	if (!d->kind || d->greeting)
		return;
	out = hv_transport_buffer(d->transport);
	if (!out)
		return;
	if (d->service->extra)
		len = d->service->extra(d, out);
	if (len) {
		hv_transport_send(d->transport, len);
		return;
	}
	if (d->state != HV_DAEMON_QUEUED)
		return;
	status = d->service->prepare(d, out, &len);
	if (status != IC_STATUS_OK) {
		hv_daemon_end(d, status);
		return;
	}
	d->state = HV_DAEMON_SENT;
	if (!hv_transport_send(d->transport, len))
		hv_daemon_end(d, IC_STATUS_FAIL);
}

/* -------- from the transport, lock held -------- */

static void hv_daemon_taken(void *context)
{
	struct hv_daemon *d = context;

	if (d->greeting) {
		d->greeting = false;
		d->kind = d->greeting_kind;
		pr_info_ratelimited("%s: daemon connected\n",
				    d->service->title);
		if (d->state == HV_DAEMON_HELD)
			hv_daemon_release(d);
	} else {
		d->owed = true;
		if (d->state == HV_DAEMON_SENT) {
			d->state = HV_DAEMON_TAKEN;
			if (d->service->taken)
				d->service->taken(d);
		}
	}
	hv_daemon_pump(d);
}

static int hv_daemon_register(struct hv_daemon *d, u32 kind)
{
	u8 *out;
	u32 len;

	/* One that registers again has forgotten what it was doing. */
	if (d->state == HV_DAEMON_TAKEN)
		hv_daemon_end(d, IC_STATUS_FAIL);
	/* What it has not taken yet comes again, after the greeting. */
	if (d->state == HV_DAEMON_SENT)
		d->state = HV_DAEMON_QUEUED;
	hv_transport_drop(d->transport);
	d->owed = false;
	d->greeting = true;
	d->greeting_kind = kind;
	out = hv_transport_buffer(d->transport);
	len = d->service->greet(kind, out);
	if (!len) {
		hv_daemon_taken(d);
	} else if (!hv_transport_send(d->transport, len)) {
		d->greeting = false;
		return -EIO;
	}
	return 0;
}

static int hv_daemon_message(void *context, const u8 *data, u32 len)
{
	struct hv_daemon *d = context;
	u32 status = IC_STATUS_FAIL;
	u32 kind = 0;
	int ret = 0;

	if (!d->owed || d->service->distinct)
		kind = d->service->registration(data, len);
	if (kind)
		return hv_daemon_register(d, kind);
	/* An answer to nothing. */
	if (!d->owed)
		return -EINVAL;
	d->owed = false;
	if (d->state == HV_DAEMON_TAKEN) {
		ret = d->service->answer(d, data, len, &status);
		hv_daemon_end(d, status);
	}
	hv_daemon_pump(d);
	return ret;
}

static void hv_daemon_gone(void *context)
{
	struct hv_daemon *d = context;

	if (d->kind)
		pr_info_ratelimited("%s: daemon disconnected\n",
				    d->service->title);
	d->kind = 0;
	d->greeting = false;
	d->owed = false;
	if (d->state > HV_DAEMON_HELD)
		hv_daemon_end(d, IC_STATUS_FAIL);
}

static const struct hv_transport_ops hv_daemon_transport_ops = {
	.message = hv_daemon_message,
	.taken = hv_daemon_taken,
	.gone = hv_daemon_gone,
};

/* -------- work -------- */

static void hv_daemon_work(struct work_struct *work)
{
	struct hv_daemon *d = container_of(work, struct hv_daemon, work);

	mutex_lock(&d->transport->lock);
	if (d->negotiation) {
		if (d->service->reset)
			d->service->reset(d);
		if (d->service->hold && !d->held_once && !d->kind) {
			d->state = HV_DAEMON_HELD;
			d->deadline = jiffies + HV_DAEMON_HOLD;
			schedule_delayed_work(&d->timeout, HV_DAEMON_HOLD);
		} else {
			hv_daemon_release(d);
		}
		d->held_once = true;
	} else {
		d->state = HV_DAEMON_QUEUED;
		d->deadline = jiffies + d->limit;
		if (d->kind || d->greeting)
			schedule_delayed_work(&d->timeout, d->limit);
		else
			hv_daemon_end(d, IC_STATUS_FAIL);
	}
	hv_daemon_pump(d);
	mutex_unlock(&d->transport->lock);
}

static void hv_daemon_timeout(struct work_struct *work)
{
	struct hv_daemon *d = container_of(to_delayed_work(work),
					   struct hv_daemon, timeout);

	mutex_lock(&d->transport->lock);
	/* A cancelled one may still come: it is not the next request's. */
	if (d->state != HV_DAEMON_IDLE &&
	    time_after_eq(jiffies, d->deadline)) {
		if (d->state == HV_DAEMON_HELD) {
			hv_daemon_release(d);
		} else {
			pr_warn_ratelimited("%s: no answer from the daemon in time\n",
					    d->service->title);
			hv_daemon_end(d, IC_STATUS_FAIL);
			hv_daemon_pump(d);
		}
	} else if (d->state != HV_DAEMON_IDLE) {
		schedule_delayed_work(&d->timeout, d->deadline - jiffies);
	}
	mutex_unlock(&d->transport->lock);
}

/* -------- from the driver -------- */

u32 hv_daemon_request(struct hv_util *util, struct ic_message *msg,
		      unsigned long limit)
{
	struct hv_daemon *d = util->priv;

	d->negotiation = false;
	d->msg = *msg;
	d->limit = limit;
	schedule_work(&d->work);
	return HV_UTIL_DEFERRED;
}

bool hv_daemon_negotiated(struct hv_util *util)
{
	struct hv_daemon *d = util->priv;

	d->negotiation = true;
	schedule_work(&d->work);
	return true;
}

void hv_daemon_closed(struct hv_util *util)
{
	struct hv_daemon *d = util->priv;

	/* Nothing queues them any more. */
	cancel_work_sync(&d->work);
	cancel_delayed_work_sync(&d->timeout);
	mutex_lock(&d->transport->lock);
	if (d->state > HV_DAEMON_HELD) {
		if (d->state == HV_DAEMON_SENT)
			hv_transport_drop(d->transport);
		if (d->service->ended)
			d->service->ended(d, IC_STATUS_FAIL);
	}
	d->state = HV_DAEMON_IDLE;
	d->held_once = false;
	if (d->service->reset)
		d->service->reset(d);
	hv_daemon_pump(d);
	mutex_unlock(&d->transport->lock);
}

int hv_daemon_init(struct hv_util *util,
		   const struct hv_daemon_service *service)
{
	struct hv_daemon *d;
	int ret;

	d = kzalloc(sizeof(*d), GFP_KERNEL);
	if (!d)
		return -ENOMEM;
	d->service = service;
	d->util = util;
	INIT_WORK(&d->work, hv_daemon_work);
	INIT_DELAYED_WORK(&d->timeout, hv_daemon_timeout);
	util->priv = d;
	ret = hv_transport_create(&d->transport, service->node,
				  service->cn_idx, service->cn_val,
				  service->out_size,
				  &hv_daemon_transport_ops, d);
	if (ret) {
		pr_err_ratelimited("%s: no device for the daemon: %d\n",
				   service->title, ret);
		kfree(d);
	}
	return ret;
}

void hv_daemon_exit(struct hv_util *util)
{
	struct hv_daemon *d = util->priv;

	hv_transport_destroy(d->transport);
	/* With the channel closed the daemon's answers end nothing. */
	cancel_work_sync(&d->work);
	cancel_delayed_work_sync(&d->timeout);
	kfree(d);
}
