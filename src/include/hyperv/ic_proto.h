/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Wire formats of the integration components (protocol section 4): heartbeat,
 * shutdown, time synchronisation and the version negotiation common to all.
 * Those with a daemon have headers of their own: kvp_proto.h, vss_proto.h,
 * fcopy_proto.h.
 *
 * Every field is little-endian. Offsets are given where a structure does not
 * speak for itself. A packet is: pipe header, IC header, body.
 */
#ifndef HYPERV_IC_PROTO_H
#define HYPERV_IC_PROTO_H

#include <hyperv/pure.h>

/* Bytes of one ring direction including its header, and of the largest message. */
#define IC_RING_BYTES		(4 * HV_HYP_PAGE_SIZE)
#define IC_MAX_MESSAGE		13312u

/* -------- envelope -------- */

#define IC_PIPE_MESSAGE		1	/* ic_pipe_header.kind: one whole message */

/**
 * struct ic_pipe_header - frame of a message pipe
 * @kind: IC_PIPE_MESSAGE
 * @length: bytes that follow this header
 */
struct ic_pipe_header {
	__le32 kind;
	__le32 length;
};
HV_ASSERT_SIZE(struct ic_pipe_header, 8);

/* ic_header.message_type */
#define IC_TYPE_NEGOTIATE	0
#define IC_TYPE_HEARTBEAT	1
#define IC_TYPE_KVP		2
#define IC_TYPE_SHUTDOWN	3
#define IC_TYPE_TIMESYNC	4
#define IC_TYPE_VSS		5
#define IC_TYPE_FCOPY		7

/* ic_header.flags */
#define IC_FLAG_TRANSACTION	0x01
#define IC_FLAG_REQUEST		0x02
#define IC_FLAG_RESPONSE	0x04

/* ic_header.status */
#define IC_STATUS_OK			0x00000000u
#define IC_STATUS_FAIL			0x80004005u
#define IC_STATUS_NOT_SUPPORTED		0x80070032u
#define IC_STATUS_BAD_ARGUMENT		0x80070057u
#define IC_STATUS_NOT_CONNECTED		0x8007048fu
#define IC_STATUS_NO_MORE_ITEMS		0x80070103u
#define IC_STATUS_FAILURE_BIT		0x80000000u	/* set in every failure */

/**
 * struct ic_wire_version - a version number
 * @major: part before the dot
 * @minor: part after it
 */
struct ic_wire_version {
	__le16 major;
	__le16 minor;
};
HV_ASSERT_SIZE(struct ic_wire_version, 4);

/**
 * struct ic_header - begins every message of every component
 * @framework: framework version
 * @message_type: IC_TYPE_*
 * @message: version of the component's own messages
 * @size: bytes of the body
 * @status: IC_STATUS_*, meaningful in answers
 * @transaction_id: echoed in the answer
 * @flags: IC_FLAG_*
 * @reserved: zero
 */
struct ic_header {
	struct ic_wire_version framework;
	__le16 message_type;
	struct ic_wire_version message;
	__le16 size;
	__le32 status;
	u8 transaction_id;
	u8 flags;
	u8 reserved[2];
};
HV_ASSERT_SIZE(struct ic_header, 20);

/* Bytes before the body. */
#define IC_ENVELOPE	((u32)(sizeof(struct ic_pipe_header) + \
			       sizeof(struct ic_header)))

/* -------- version negotiation -------- */

/**
 * struct ic_negotiate - version offer and answer
 * @framework_count: framework versions listed
 * @message_count: message versions listed after them
 * @reserved: zero
 *
 * Followed by framework_count + message_count struct ic_wire_version.
 */
struct ic_negotiate {
	__le16 framework_count;
	__le16 message_count;
	__le32 reserved;
};
HV_ASSERT_SIZE(struct ic_negotiate, 8);

/* More entries of one kind than this are nonsense. */
#define IC_MAX_VERSIONS		100u

/* ic_header.size of an answer: the counts and one version of each kind. */
#define IC_NEGOTIATE_REPLY	16u

/* -------- heartbeat (protocol 4.1) -------- */

/**
 * struct ic_heartbeat - a sign of life is asked for
 * @sequence: the answer carries this plus one
 * @application_state: optional; 0 unknown, 1 healthy, 2 critical, 3 stopped
 */
struct ic_heartbeat {
	__le64 sequence;
	__le32 application_state;
} __packed;
HV_ASSERT_SIZE(struct ic_heartbeat, 12);

#define IC_HEARTBEAT_MIN	8u	/* application_state may be absent */

/* -------- shutdown (protocol 4.2) -------- */

/* ic_shutdown.flags: one operation, bit 0 forces it */
#define IC_SHUTDOWN_POWEROFF	0
#define IC_SHUTDOWN_RESTART	2
#define IC_SHUTDOWN_HIBERNATE	4
#define IC_SHUTDOWN_FORCE	1

/**
 * struct ic_shutdown - the host wants the machine to go down
 * @reason: reason code, for the log
 * @timeout_seconds: how long the host is willing to wait
 * @flags: IC_SHUTDOWN_*
 * @message: UTF-16 text for users
 */
struct ic_shutdown {
	__le32 reason;
	__le32 timeout_seconds;
	__le32 flags;
	__le16 message[1024];
};
HV_ASSERT_SIZE(struct ic_shutdown, 2060);

/* -------- time synchronisation (protocol 4.3) -------- */

/* flags of both forms */
#define IC_TIMESYNC_SYNC	0x01	/* set the clock now */
#define IC_TIMESYNC_SAMPLE	0x02	/* for reference only */

/**
 * struct ic_timesync_v1 - message versions 1.0 and 3.0
 * @parent_time: the host's clock, 100 ns since 1601
 * @child_time: the guest's clock as the host believes it
 * @round_trip: 100 ns
 * @flags: IC_TIMESYNC_*
 * @reserved: padding, may be absent
 */
struct ic_timesync_v1 {
	__le64 parent_time;
	__le64 child_time;
	__le64 round_trip;
	u8 flags;
	u8 reserved[3];
} __packed;
HV_ASSERT_SIZE(struct ic_timesync_v1, 28);

#define IC_TIMESYNC_V1_MIN	25u

/**
 * struct ic_timesync_v4 - message version 4.0
 * @parent_time: the host's clock, 100 ns since 1601
 * @vm_reference_time: the partition's reference counter at that moment
 * @flags: IC_TIMESYNC_*
 * @leap: NTP leap indicator
 * @stratum: NTP stratum
 * @reserved: padding
 */
struct ic_timesync_v4 {
	__le64 parent_time;
	__le64 vm_reference_time;
	u8 flags;
	u8 leap;
	u8 stratum;
	u8 reserved[3];
} __packed;
HV_ASSERT_SIZE(struct ic_timesync_v4, 22);

#endif /* HYPERV_IC_PROTO_H */
