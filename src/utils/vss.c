// SPDX-License-Identifier: GPL-2.0-only
/*
 * Backup (protocol 4.5): the host has the file systems frozen while it takes a copy
 * of the disks. The daemon does it; here it is seen to that they do not stay frozen
 * because somebody went away in between.
 */
#include <linux/bitops.h>
#include <linux/connector.h>
#include <linux/jiffies.h>
#include "daemon.h"
#include "vss_msg.h"

/* A freeze first writes back everything that is dirty. */
#define VSS_LIMIT_FREEZE	(15 * 60 * HZ)
#define VSS_LIMIT		(30 * HZ)

/* Bits of hv_daemon.priv */
#define VSS_FROZEN	BIT(0)	/* a daemon was told to freeze, none has thawed */
#define VSS_MUST_THAW	BIT(1)	/* and nobody else will tell it to thaw */

static const u32 vss_versions[] = { IC_VERSION(5, 0) };

/* Those who can say that they know of the answer get one. */
static u32 vss_greet(u32 kind, u8 *out)
{
	__le32 version = cpu_to_le32(VSS_REGISTER);

	if (kind != VSS_REGISTER)
		return 0;
	memcpy(out, &version, sizeof(version));
	return sizeof(version);
}

static u32 vss_prepare(struct hv_daemon *d, u8 *out, u32 *out_len)
{
	vss_to_daemon(d->msg.body[0], out);
	*out_len = VSS_DAEMON_BYTES;
	return IC_STATUS_OK;
}

static int vss_answer(struct hv_daemon *d, const u8 *in, u32 len, u32 *status)
{
	if (len != VSS_DAEMON_BYTES)
		return -EINVAL;
	*status = vss_from_daemon(in, d->msg.body, d->msg.body_len);
	/* A daemon that fails to freeze has undone what it could do. */
	if (d->msg.body[0] == VSS_FREEZE && *status != IC_STATUS_OK)
		d->priv = 0;
	return 0;
}

static u32 vss_extra(struct hv_daemon *d, u8 *out)
{
	if (!(d->priv & VSS_MUST_THAW))
		return 0;
	d->priv = 0;
	vss_to_daemon(VSS_THAW, out);
	return VSS_DAEMON_BYTES;
}

static void vss_taken(struct hv_daemon *d)
{
	if (d->msg.body[0] == VSS_FREEZE)
		d->priv = VSS_FROZEN;
}

static void vss_ended(struct hv_daemon *d, u32 status)
{
	switch (d->msg.body[0]) {
	case VSS_FREEZE:
		/* Too late: the host no longer counts on it. */
		if (status != IC_STATUS_OK && (d->priv & VSS_FROZEN))
			d->priv |= VSS_MUST_THAW;
		break;
	case VSS_THAW:
		if (status == IC_STATUS_OK)
			d->priv = 0;
		else if (d->priv & VSS_FROZEN)
			d->priv |= VSS_MUST_THAW;
		break;
	}
}

/* The host will not thaw what it froze in an earlier life. */
static void vss_reset(struct hv_daemon *d)
{
	if (d->priv & VSS_FROZEN)
		d->priv |= VSS_MUST_THAW;
}

static const struct hv_daemon_service vss_daemon_service = {
	.title = "VSS",
	.node = "vmbus/hv_vss",
	.cn_idx = CN_VSS_IDX,
	.cn_val = CN_VSS_VAL,
	.out_size = VSS_DAEMON_BYTES,
	.distinct = true,
	.registration = vss_registration,
	.greet = vss_greet,
	.prepare = vss_prepare,
	.answer = vss_answer,
	.extra = vss_extra,
	.taken = vss_taken,
	.ended = vss_ended,
	.reset = vss_reset,
};

static int vss_init(struct hv_util *util)
{
	return hv_daemon_init(util, &vss_daemon_service);
}

static u32 vss_request(struct hv_util *util, struct ic_message *msg)
{
	u32 status;

	if (vss_check(msg->body, msg->body_len, &status) == VSS_ANSWER)
		return status;
	return hv_daemon_request(util, msg, msg->body[0] == VSS_FREEZE ?
				 VSS_LIMIT_FREEZE : VSS_LIMIT);
}

const struct hv_util_service hv_vss_service = {
	.title = "VSS",
	.protocol = {
		.type = IC_TYPE_VSS,
		.versions = vss_versions,
		.count = ARRAY_SIZE(vss_versions),
	},
	.init = vss_init,
	.exit = hv_daemon_exit,
	.request = vss_request,
	.negotiated = hv_daemon_negotiated,
	.closed = hv_daemon_closed,
};
