// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages of the backup service: pure code, see vss_msg.h.
 */
#include <hyperv/ic_proto.h>
#include "vss_msg.h"

static void vss_put_flags(u8 *body, u32 flags)
{
	__le32 wire = cpu_to_le32(flags);

	memcpy(body + VSS_AT_FLAGS, &wire, sizeof(wire));
}

enum vss_verdict vss_check(u8 *body, u32 len, u32 *status)
{
	if (len < sizeof(struct vss_message)) {
		*status = IC_STATUS_BAD_ARGUMENT;
		return VSS_ANSWER;
	}
	switch (body[0]) {
	case VSS_HOT_BACKUP:
	case VSS_FREEZE:
	case VSS_THAW:
		return VSS_ASK;
	case VSS_DM_INFO:
		vss_put_flags(body, 0);
		*status = IC_STATUS_OK;
		return VSS_ANSWER;
	case VSS_CREATE:
	case VSS_DELETE:
	case VSS_COMPLETE:
	case VSS_AUTO_RECOVER:
		/* Nothing to do here for these stages of a backup. */
		*status = IC_STATUS_OK;
		return VSS_ANSWER;
	default:
		*status = IC_STATUS_NOT_SUPPORTED;
		return VSS_ANSWER;
	}
}

void vss_to_daemon(u8 operation, u8 *out)
{
	memset(out, 0, VSS_DAEMON_BYTES);
	out[0] = operation;
}

u32 vss_from_daemon(const u8 *in, u8 *body, u32 len)
{
	__le32 wire;
	u32 status;

	memcpy(&wire, in, sizeof(wire));
	status = le32_to_cpu(wire);
	if (status)
		return status & IC_STATUS_FAILURE_BIT ? status :
							IC_STATUS_FAIL;
	if (body[0] == VSS_HOT_BACKUP &&
	    len >= VSS_AT_FLAGS + sizeof(__le32))
		vss_put_flags(body, VSS_NO_AUTO_RECOVERY);
	return IC_STATUS_OK;
}

u32 vss_registration(const u8 *in, u32 len)
{
	/* In an answer the status is here, which is zero or negative. */
	if (len != VSS_DAEMON_BYTES || in[1] || in[2] || in[3])
		return 0;
	if (in[0] == VSS_REGISTER || in[0] == VSS_REGISTER_OLD)
		return in[0];
	return 0;
}
