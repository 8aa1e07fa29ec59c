/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Wire formats of VMBus and of the devices, as the stand-in host sees them.
 *
 * This is the host's own description of the protocol.  It is kept apart from
 * the header that the drivers use on purpose: a wrong number in one of the two
 * then shows as a failing test instead of cancelling out.
 * All fields are little-endian; offsets and sizes are asserted at the end.
 */
#ifndef VMBUS_WIRE_H
#define VMBUS_WIRE_H

#include <stdint.h>

/* ---- hypercall status ---- */
#define HS_OK			0x00
#define HS_BAD_PARAMETER	0x05
#define HS_BAD_PORT		0x11
#define HS_BAD_CONNECTION	0x12
#define HS_NO_BUFFERS		0x13

/* ---- NT status values that the host answers ---- */
#define NT_OK			0x00000000u
#define NT_UNSUCCESSFUL		0xc0000001u
#define NT_INVALID_PARAMETER	0xc000000du
#define NT_REVISION_MISMATCH	0xc0000059u
#define NT_NOT_SUPPORTED	0xc00000bbu

/* ---- SynIC ---- */
#define SYNIC_MSG_CHANNEL	1u
#define VMBUS_SINT		2
#define VMBUS_MSG_MAX		240u

/* ---- connection ids ---- */
#define CONN_MSG_OLD		1u	/* messages, protocol below 5.0 */
#define CONN_EVENT_OLD		2u	/* events by the shared interrupt page */
#define CONN_MSG_NEW		4u	/* contact, protocol 5.0 and up */
#define CONN_CHANNEL_BASE	0x2000u	/* + relid: one per channel */

/* ---- protocol versions ---- */
#define VER(major, minor)	(((u32)(major) << 16) | (minor))
#define VER_WS2008		VER(0, 13)
#define VER_WIN7		VER(1, 1)
#define VER_WIN8		VER(2, 4)
#define VER_WIN81		VER(3, 0)
#define VER_WIN10		VER(4, 0)
#define VER_RS3			VER(4, 1)
#define VER_RS4			VER(5, 0)
#define VER_RS5			VER(5, 2)
#define VER_FE			VER(5, 3)
#define VER_CU			VER(6, 0)

/* ---- control messages ---- */
enum {
	M_OFFER = 1,
	M_RESCIND = 2,
	M_REQUEST_OFFERS = 3,
	M_ALL_OFFERS = 4,
	M_OPEN = 5,
	M_OPEN_RESULT = 6,
	M_CLOSE = 7,
	M_GPADL_HEADER = 8,
	M_GPADL_BODY = 9,
	M_GPADL_CREATED = 10,
	M_GPADL_TEARDOWN = 11,
	M_GPADL_TORNDOWN = 12,
	M_RELID_RELEASED = 13,
	M_CONTACT = 14,
	M_VERSION_RESPONSE = 15,
	M_UNLOAD = 16,
	M_UNLOAD_RESPONSE = 17,
	M_OPEN_RESERVED = 18,
	M_CLOSE_RESERVED = 19,
	M_CLOSE_RESERVED_RESPONSE = 20,
	M_TL_CONNECT = 21,
	M_MODIFY = 22,
	M_TL_CONNECT_RESULT = 23,
	M_MODIFY_RESPONSE = 24,
	M_MODIFY_CONNECTION = 25,
	M_MODIFY_CONNECTION_RESPONSE = 26,
	M_PAUSE = 27,
	M_PAUSE_RESPONSE = 28,
	M_RESUME = 29,
	M_COUNT
};

#define PACKED __attribute__((packed))

struct m_header { u32 type, pad; } PACKED;
struct m_offer {
	struct m_header h;
	struct guid type, instance;
	u8 rsvd[16];
	u16 flags, mmio_megabytes;
	u8 user_defined[120];
	u16 subindex, rsvd2;
	u32 relid;
	u8 monitor_id, monitor_allocated;
	u16 dedicated;
	u32 connection_id;
} PACKED;
struct m_relid { struct m_header h; u32 relid; } PACKED;	/* rescind, close, released */
struct m_open {
	struct m_header h;
	u32 relid, open_id, gpadl, target_vp, downstream_page;
	u8 user_data[120];
} PACKED;
struct m_open_result { struct m_header h; u32 relid, open_id, status; } PACKED;
struct m_gpadl_header {
	struct m_header h;
	u32 relid, gpadl;
	u16 range_buflen, range_count;
} PACKED;
struct m_gpadl_body { struct m_header h; u32 number, gpadl; } PACKED;
struct m_gpadl_created { struct m_header h; u32 relid, gpadl, status; } PACKED;
struct m_gpadl_teardown { struct m_header h; u32 relid, gpadl; } PACKED;
struct m_gpadl_torndown { struct m_header h; u32 gpadl; } PACKED;
struct m_contact {
	struct m_header h;
	u32 version, target_vp;
	union {
		u64 interrupt_page;
		struct { u8 sint, vtl, rsvd[2]; u32 features; } PACKED;
	} PACKED;
	u64 monitor1, monitor2;
} PACKED;
struct m_version_response {
	struct m_header h;
	u8 supported, state;
	u16 pad;
	u32 conn_id;
	u32 features;		/* sent from 6.0 on */
} PACKED;
struct m_modify { struct m_header h; u32 relid, target_vp; } PACKED;
struct m_modify_response { struct m_header h; u32 relid, status; } PACKED;

#define OFFER_ENUMERATE_INTERFACE	0x0001
#define OFFER_NAMED_PIPE		0x0010
#define PIPE_MODE_MESSAGE		4u

/* ---- rings ---- */
#define RING_WRITE	0	/* u32 offsets inside the header page */
#define RING_READ	4
#define RING_MASK	8
#define RING_PENDING	12
#define RING_FEATURES	64
#define RING_FEATURE_PENDING	1u

enum {
	PKT_INBAND = 6,
	PKT_XFER_PAGES = 7,
	PKT_GPADL = 8,
	PKT_GPA_DIRECT = 9,
	PKT_COMPLETION = 11,
};
#define PKT_FLAG_COMPLETE	1u

struct pkt_desc {
	u16 type, off8, len8, flags;
	u64 trans_id;
} PACKED;

/* ---- shared interrupt page: two halves of 2048 bits ---- */
#define INTPAGE_TO_GUEST	0
#define INTPAGE_TO_HOST		2048

/* ---- monitor page ---- */
#define MON_STATE		0
#define MON_GROUP(g)		(8 + 8 * (g))		/* pending u32, armed u32 */
#define MON_LATENCY(g, i)	(576 + 2 * (32 * (g) + (i)))
#define MON_PARAM(g, i)		(1088 + 8 * (32 * (g) + (i)))

/* ---- integration components ---- */
struct ic_pipe { u32 kind, length; } PACKED;
struct ic_head {
	u16 fw_major, fw_minor, type, ver_major, ver_minor, size;
	u32 status;
	u8 transaction, flags, rsvd[2];
} PACKED;
enum { IC_NEGOTIATE = 0, IC_HEARTBEAT = 1, IC_KVP = 2, IC_SHUTDOWN = 3, IC_TIMESYNC = 4, IC_VSS = 5, IC_FCOPY = 7 };
#define IC_TRANSACTION	1
#define IC_REQUEST	2
#define IC_RESPONSE	4

struct ic_shutdown_body {
	u32 reason, timeout_seconds, flags;
	u16 message[1024];
} PACKED;
struct ic_timesync_v1 { u64 parent_time, child_time, round_trip; u8 flags, pad[3]; } PACKED;
struct ic_timesync_v4 { u64 parent_time, vm_reference_time; u8 flags, leap, stratum, rsvd[5]; } PACKED;

/* ---- storage ---- */
enum {
	VST_COMPLETE = 1, VST_REMOVE_DEVICE, VST_EXECUTE_SRB, VST_RESET_LUN,
	VST_RESET_ADAPTER, VST_RESET_BUS, VST_BEGIN_INIT, VST_END_INIT,
	VST_QUERY_VERSION, VST_QUERY_PROPERTIES, VST_ENUMERATE_BUS, VST_FC_DATA,
	VST_CREATE_SUBCHANNELS, VST_EVENT,
};
struct vst_srb {
	u16 length;
	u8 srb_status, scsi_status, port, path, target, lun;
	u8 cdb_length, sense_length, data_in, rsvd;
	u32 data_length;
	union { u8 cdb[16]; u8 sense[20]; } PACKED;
	u16 rsvd2;
	u8 queue_tag, queue_action;
	u32 srb_flags, timeout, sort;
} PACKED;
struct vst_packet {
	u32 operation, flags, status;
	union {
		struct vst_srb srb;
		struct { u32 rsvd; u16 max_subchannels, rsvd2; u32 flags, max_transfer; u64 rsvd3; } PACKED props;
		struct { u16 version, revision; } PACKED ver;
		u16 subchannels;
	} PACKED;
} PACKED;
#define VST_OLD_SIZE	48u

enum {
	SRB_SUCCESS = 1, SRB_ABORTED = 2, SRB_ERROR = 4, SRB_BUSY = 5, SRB_INVALID_REQUEST = 6,
	SRB_NO_DEVICE = 8, SRB_DATA_OVERRUN = 0x12, SRB_INVALID_LUN = 0x20,
	SRB_SENSE_VALID = 0x80,
};

_Static_assert(sizeof(struct m_offer) == 196, "offer");
_Static_assert(sizeof(struct m_open) == 148, "open");
_Static_assert(sizeof(struct m_open_result) == 20, "open result");
_Static_assert(sizeof(struct m_gpadl_header) == 20, "gpadl header");
_Static_assert(sizeof(struct m_gpadl_body) == 16, "gpadl body");
_Static_assert(sizeof(struct m_contact) == 40, "contact");
_Static_assert(sizeof(struct m_version_response) == 20, "version response");
_Static_assert(sizeof(struct ic_head) == 20, "ic header");
_Static_assert(sizeof(struct ic_shutdown_body) == 2060, "shutdown");
_Static_assert(sizeof(struct vst_srb) == 52, "srb");
_Static_assert(sizeof(struct vst_packet) == 64, "vstor packet");

#endif
