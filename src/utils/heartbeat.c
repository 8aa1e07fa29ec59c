// SPDX-License-Identifier: GPL-2.0-only
/*
 * Heartbeat: tells the host that the guest is alive (protocol 4.1).
 */
#include "utils.h"

static const u32 heartbeat_versions[] = {
	IC_VERSION(3, 0), IC_VERSION(1, 0)
};

static u32 heartbeat_request(struct hv_util *util, struct ic_message *msg)
{
	return ic_heartbeat_answer(msg);
}

const struct hv_util_service hv_heartbeat_service = {
	.title = "Heartbeat",
	.protocol = {
		.type = IC_TYPE_HEARTBEAT,
		.versions = heartbeat_versions,
		.count = ARRAY_SIZE(heartbeat_versions),
	},
	.request = heartbeat_request,
};
