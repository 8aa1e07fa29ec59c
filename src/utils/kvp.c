// SPDX-License-Identifier: GPL-2.0-only
/*
 * Key/value exchange (protocol 4.4): names, addresses and whatever administrators
 * and guests have to tell each other. The pools are the daemon's.
 */
#include <linux/connector.h>
#include <linux/jiffies.h>
#include "daemon.h"
#include "kvp_msg.h"

/* A look into a file; scripts that change addresses. */
#define KVP_LIMIT	(5 * HZ)
#define KVP_LIMIT_IP	(30 * HZ)

static const u32 kvp_versions[] = {
	IC_VERSION(4, 0), IC_VERSION(3, 0), IC_VERSION(1, 0)
};

static u32 kvp_greet(u32 kind, u8 *out)
{
	/* Both kinds wait for it. */
	kvp_register_answer(kind, HV_MODULE_VERSION, out);
	return KVP_DAEMON_BYTES;
}

static u32 kvp_prepare(struct hv_daemon *d, u8 *out, u32 *out_len)
{
	/* What those daemons register with is what they would take it for. */
	if (d->kind == KVP_REGISTER_OLD && kvp_is_ip(d->msg.body))
		return IC_STATUS_NOT_SUPPORTED;
	*out_len = KVP_DAEMON_BYTES;
	return kvp_to_daemon(d->msg.body, out);
}

static int kvp_answer(struct hv_daemon *d, const u8 *in, u32 len, u32 *status)
{
	if (len != KVP_DAEMON_BYTES)
		return -EINVAL;
	*status = kvp_from_daemon(in, d->kind == KVP_REGISTER_OLD,
				  d->msg.body);
	return 0;
}

static const struct hv_daemon_service kvp_daemon_service = {
	.title = "KVP",
	.node = "vmbus/hv_kvp",
	.cn_idx = CN_KVP_IDX,
	.cn_val = CN_KVP_VAL,
	.out_size = KVP_DAEMON_BYTES,
	/* New addresses after a failover are sent once, at the very start. */
	.hold = true,
	.distinct = true,
	.registration = kvp_registration,
	.greet = kvp_greet,
	.prepare = kvp_prepare,
	.answer = kvp_answer,
};

static int kvp_init(struct hv_util *util)
{
	return hv_daemon_init(util, &kvp_daemon_service);
}

static u32 kvp_request(struct hv_util *util, struct ic_message *msg)
{
	u32 status = kvp_check(msg->body, msg->body_len);

	if (status != IC_STATUS_OK)
		return status;
	return hv_daemon_request(util, msg, kvp_is_ip(msg->body) ?
				 KVP_LIMIT_IP : KVP_LIMIT);
}

const struct hv_util_service hv_kvp_service = {
	.title = "KVP",
	.protocol = {
		.type = IC_TYPE_KVP,
		.versions = kvp_versions,
		.count = ARRAY_SIZE(kvp_versions),
	},
	.init = kvp_init,
	.exit = hv_daemon_exit,
	.request = kvp_request,
	.negotiated = hv_daemon_negotiated,
	.closed = hv_daemon_closed,
};
