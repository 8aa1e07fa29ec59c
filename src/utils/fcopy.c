// SPDX-License-Identifier: GPL-2.0-only
/*
 * File copy (protocol 4.6): the host pushes a file into the guest, piece by piece. The
 * daemon writes it.
 */
#include <linux/bitops.h>
#include <linux/jiffies.h>
#include "daemon.h"
#include "fcopy_msg.h"

#define FCOPY_LIMIT	(30 * HZ)

/* Bits of hv_daemon.priv */
#define FCOPY_OPEN	BIT(0)	/* the daemon has begun a file */
#define FCOPY_MUST_END	BIT(1)	/* and nobody will continue it */

/* What hv_daemon.kind is: there is a version 0, so one more. */
#define FCOPY_KIND(version)	((version) + 1)

static const u32 fcopy_versions[] = { IC_VERSION(1, 1) };

static u32 fcopy_registration(const u8 *in, u32 len)
{
	__le32 wire;
	u32 version;

	if (len != sizeof(wire))
		return 0;
	memcpy(&wire, in, sizeof(wire));
	version = le32_to_cpu(wire);
	return version <= FCOPY_REGISTER ? FCOPY_KIND(version) : 0;
}

static u32 fcopy_greet(u32 kind, u8 *out)
{
	__le32 version = cpu_to_le32(FCOPY_REGISTER);

	if (kind != FCOPY_KIND(FCOPY_REGISTER))
		return 0;
	memcpy(out, &version, sizeof(version));
	return sizeof(version);
}

static u32 fcopy_prepare(struct hv_daemon *d, u8 *out, u32 *out_len)
{
	return fcopy_to_daemon(d->msg.body, out, out_len);
}

static int fcopy_answer(struct hv_daemon *d, const u8 *in, u32 len,
			u32 *status)
{
	__le32 wire;
	u32 result;

	if (len != sizeof(wire))
		return -EINVAL;
	memcpy(&wire, in, sizeof(wire));
	result = le32_to_cpu(wire);
	if (result && !(result & IC_STATUS_FAILURE_BIT))
		result = IC_STATUS_FAIL;
	*status = result;
	return 0;
}

static u32 fcopy_extra(struct hv_daemon *d, u8 *out)
{
	if (!(d->priv & FCOPY_MUST_END))
		return 0;
	d->priv = 0;
	return fcopy_cancel(out);
}

static void fcopy_taken(struct hv_daemon *d)
{
	switch (fcopy_operation(d->msg.body)) {
	case FCOPY_START:
		d->priv = FCOPY_OPEN;
		break;
	case FCOPY_COMPLETE:
	case FCOPY_CANCEL:
		d->priv = 0;
		break;
	}
}

static void fcopy_ended(struct hv_daemon *d, u32 status)
{
	/* A file that could not be begun is not open, unless the answer is late. */
	if (fcopy_operation(d->msg.body) == FCOPY_START &&
	    status != IC_STATUS_OK && d->priv)
		d->priv |= FCOPY_MUST_END;
	/* A daemon that went away took its file along. */
	if (!d->kind)
		d->priv = 0;
}

static void fcopy_reset(struct hv_daemon *d)
{
	if (d->priv & FCOPY_OPEN)
		d->priv |= FCOPY_MUST_END;
}

static const struct hv_daemon_service fcopy_daemon_service = {
	.title = "FCopy",
	.node = "vmbus/hv_fcopy",
	.out_size = FCOPY_DAEMON_BYTES,
	.registration = fcopy_registration,
	.greet = fcopy_greet,
	.prepare = fcopy_prepare,
	.answer = fcopy_answer,
	.extra = fcopy_extra,
	.taken = fcopy_taken,
	.ended = fcopy_ended,
	.reset = fcopy_reset,
};

static int fcopy_init(struct hv_util *util)
{
	return hv_daemon_init(util, &fcopy_daemon_service);
}

static u32 fcopy_request(struct hv_util *util, struct ic_message *msg)
{
	u32 status = fcopy_check(msg->body, msg->body_len);

	if (status != IC_STATUS_OK)
		return status;
	return hv_daemon_request(util, msg, FCOPY_LIMIT);
}

const struct hv_util_service hv_fcopy_service = {
	.title = "FCopy",
	.protocol = {
		.type = IC_TYPE_FCOPY,
		.versions = fcopy_versions,
		.count = ARRAY_SIZE(fcopy_versions),
	},
	.init = fcopy_init,
	.exit = hv_daemon_exit,
	.request = fcopy_request,
	.negotiated = hv_daemon_negotiated,
	.closed = hv_daemon_closed,
};
