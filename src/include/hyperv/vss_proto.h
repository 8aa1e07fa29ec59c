/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Formats of the backup service (protocol 4.5): what the host sends and what goes
 * over /dev/vmbus/hv_vss.
 */
#ifndef HYPERV_VSS_PROTO_H
#define HYPERV_VSS_PROTO_H

#include <hyperv/pure.h>

/* vss_message.operation */
#define VSS_CREATE		0
#define VSS_DELETE		1
#define VSS_HOT_BACKUP		2	/* can this machine be backed up while it runs? */
#define VSS_DM_INFO		3
#define VSS_COMPLETE		4
#define VSS_FREEZE		5
#define VSS_THAW		6
#define VSS_AUTO_RECOVER	7

/* The same field when a daemon registers: old ones, all since 4.2. */
#define VSS_REGISTER_OLD	128
#define VSS_REGISTER		129

/* vss_message.flags of the answer to VSS_HOT_BACKUP */
#define VSS_NO_AUTO_RECOVERY	5u

/**
 * struct vss_message - host's message body; a daemon's message is the same
 * @operation: VSS_*
 * @reserved: zero
 * @flags: in answers
 *
 * A daemon's answer begins with a signed 32-bit status. Hosts may send more bytes.
 */
struct vss_message {
	u8 operation;
	u8 reserved[7];
	__le32 flags;
};
HV_ASSERT_SIZE(struct vss_message, 12);

#define VSS_AT_FLAGS		8u
#define VSS_DAEMON_BYTES	12u

#endif /* HYPERV_VSS_PROTO_H */
