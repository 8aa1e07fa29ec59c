/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Wire formats of VMBus: control messages, ring header, packet headers and the
 * monitor page (protocol 2.2 to 2.7). Structures and constants, no logic.
 *
 * Every field is little-endian, as is every machine these drivers run on. All
 * structures have their natural layout; the size assertions prove it on each
 * build, 32-bit included, where u64 may need only 4-byte alignment: therefore
 * those with a u64 are packed explicitly.
 */
#ifndef HYPERV_VMBUS_PROTO_H
#define HYPERV_VMBUS_PROTO_H

#include <hyperv/pure.h>

#define VMBUS_PACKED	__packed

/* -------- versions (protocol 2.2): major << 16 | minor -------- */

#define VMBUS_VERSION(major, minor)	(((u32)(major) << 16) | (u32)(minor))
#define VMBUS_VERSION_WS2008		VMBUS_VERSION(0, 13)
#define VMBUS_VERSION_WIN7		VMBUS_VERSION(1, 1)
#define VMBUS_VERSION_WIN8		VMBUS_VERSION(2, 4)
#define VMBUS_VERSION_WIN8_1		VMBUS_VERSION(3, 0)
#define VMBUS_VERSION_WIN10		VMBUS_VERSION(4, 0)
#define VMBUS_VERSION_WIN10_V4_1	VMBUS_VERSION(4, 1)
#define VMBUS_VERSION_WIN10_V5		VMBUS_VERSION(5, 0)
#define VMBUS_VERSION_WIN10_V5_1	VMBUS_VERSION(5, 1)
#define VMBUS_VERSION_WIN10_V5_2	VMBUS_VERSION(5, 2)
#define VMBUS_VERSION_WIN10_V5_3	VMBUS_VERSION(5, 3)
#define VMBUS_VERSION_WIN10_V6_0	VMBUS_VERSION(6, 0)
#define VMBUS_VERSION_INVALID		0xFFFFFFFFu

/* -------- numbers of the control plane -------- */

#define VMBUS_MESSAGE_SINT		2	/* SynIC source of messages and events */
#define VMBUS_MESSAGE_MAX		240	/* bytes of one control message */
#define VMBUS_MESSAGE_CONNECTION_ID	1	/* versions up to 4.1, and until told otherwise */
#define VMBUS_MESSAGE_CONNECTION_ID_4	4	/* contact of versions 5.0 and up */
#define VMBUS_EVENT_CONNECTION_ID	2	/* event port of versions below 1.1 */
#define VMBUS_MAX_CHANNELS		2048	/* relids 1..2047; bit 0 is the bus itself */
#define VMBUS_EVENT_FLAGS_BYTES		256	/* one bit for each relid */
#define VMBUS_SHARED_BITS_BYTES		2048	/* half of the shared interrupt page (version <= 1.1) */
#define VMBUS_FIRST_GPADL		0xE1E10u
#define VMBUS_INVALID_VP		0xFFFFFFFFu	/* target_vp: no interrupts */
#define VMBUS_USER_DEFINED_BYTES	120
#define VMBUS_GPADL_HEADER_PFNS		26
#define VMBUS_GPADL_BODY_PFNS		28
#define VMBUS_GPADL_MAX_PFNS		8190	/* range_buflen is a u16 */

enum vmbus_message_type {
	VMBUS_MSG_INVALID		= 0,
	VMBUS_MSG_OFFER			= 1,
	VMBUS_MSG_RESCIND		= 2,
	VMBUS_MSG_REQUEST_OFFERS	= 3,
	VMBUS_MSG_ALL_OFFERS		= 4,
	VMBUS_MSG_OPEN			= 5,
	VMBUS_MSG_OPEN_RESULT		= 6,
	VMBUS_MSG_CLOSE			= 7,
	VMBUS_MSG_GPADL_HEADER		= 8,
	VMBUS_MSG_GPADL_BODY		= 9,
	VMBUS_MSG_GPADL_CREATED		= 10,
	VMBUS_MSG_GPADL_TEARDOWN	= 11,
	VMBUS_MSG_GPADL_TORNDOWN	= 12,
	VMBUS_MSG_RELID_RELEASED	= 13,
	VMBUS_MSG_INITIATE_CONTACT	= 14,
	VMBUS_MSG_VERSION_RESPONSE	= 15,
	VMBUS_MSG_UNLOAD		= 16,
	VMBUS_MSG_UNLOAD_RESPONSE	= 17,
	VMBUS_MSG_OPEN_RESERVED		= 18,
	VMBUS_MSG_CLOSE_RESERVED	= 19,
	VMBUS_MSG_CLOSE_RESERVED_RESP	= 20,
	VMBUS_MSG_TL_CONNECT		= 21,
	VMBUS_MSG_MODIFY_CHANNEL	= 22,
	VMBUS_MSG_TL_CONNECT_RESULT	= 23,
	VMBUS_MSG_MODIFY_RESPONSE	= 24,
	VMBUS_MSG_MODIFY_CONNECTION	= 25,
	VMBUS_MSG_MODIFY_CONN_RESPONSE	= 26,
	VMBUS_MSG_PAUSE			= 27,
	VMBUS_MSG_PAUSE_RESPONSE	= 28,
	VMBUS_MSG_RESUME		= 29,
	VMBUS_MSG_COUNT
};

/* struct vmbus_offer.flags */
#define VMBUS_OFFER_ENUMERATE		0x0001
#define VMBUS_OFFER_CONFIDENTIAL_RING	0x0002
#define VMBUS_OFFER_CONFIDENTIAL_MEM	0x0004
#define VMBUS_OFFER_PIPE		0x0010
#define VMBUS_OFFER_LOOPBACK		0x0100
#define VMBUS_OFFER_PARENT		0x0200
#define VMBUS_OFFER_MONITORED		0x0400
#define VMBUS_OFFER_TLNPI		0x2000	/* a socket of hv_sock */

/* -------- control messages (protocol 2.3) -------- */

struct vmbus_msg_header {
	u32 type;
	u32 padding;
};
HV_ASSERT_SIZE(struct vmbus_msg_header, 8);

/* 1 (protocol 2.4) */
struct vmbus_offer {
	struct vmbus_msg_header header;
	u8 class_id[16];
	u8 instance_id[16];
	u8 reserved0[16];
	u16 flags;
	u16 mmio_megabytes;
	u8 user_defined[VMBUS_USER_DEFINED_BYTES];
	u16 subchannel_index;
	u16 reserved1;
	u32 relid;
	u8 monitor_id;
	u8 monitor_allocated;		/* bit 0 */
	u16 dedicated_interrupt;	/* bit 0 */
	u32 connection_id;
};
HV_ASSERT_SIZE(struct vmbus_offer, 196);

/* 2 */
struct vmbus_rescind {
	struct vmbus_msg_header header;
	u32 relid;
};
HV_ASSERT_SIZE(struct vmbus_rescind, 12);

/* 5; the 6.0 extension for guest-chosen signalling is not used */
struct vmbus_open_channel {
	struct vmbus_msg_header header;
	u32 relid;
	u32 open_id;
	u32 ring_gpadl;
	u32 target_vp;
	u32 downstream_page_offset;	/* 4096-byte pages before the receive ring */
	u8 user_data[VMBUS_USER_DEFINED_BYTES];
};
HV_ASSERT_SIZE(struct vmbus_open_channel, 148);

/* 6 */
struct vmbus_open_result {
	struct vmbus_msg_header header;
	u32 relid;
	u32 open_id;
	u32 status;
};
HV_ASSERT_SIZE(struct vmbus_open_result, 20);

/* 7 */
struct vmbus_close_channel {
	struct vmbus_msg_header header;
	u32 relid;
};
HV_ASSERT_SIZE(struct vmbus_close_channel, 12);

/* 8; one range of range_buflen bytes: byte_count, byte_offset, u64 frames */
struct vmbus_gpadl_header {
	struct vmbus_msg_header header;
	u32 relid;
	u32 gpadl;
	u16 range_buflen;
	u16 range_count;
	u32 byte_count;
	u32 byte_offset;
	u64 pfn[VMBUS_GPADL_HEADER_PFNS];
} VMBUS_PACKED;
HV_ASSERT_SIZE(struct vmbus_gpadl_header, 28 + 8 * VMBUS_GPADL_HEADER_PFNS);

/* 9 */
struct vmbus_gpadl_body {
	struct vmbus_msg_header header;
	u32 msg_number;
	u32 gpadl;
	u64 pfn[VMBUS_GPADL_BODY_PFNS];
} VMBUS_PACKED;
HV_ASSERT_SIZE(struct vmbus_gpadl_body, 16 + 8 * VMBUS_GPADL_BODY_PFNS);

/* 10 */
struct vmbus_gpadl_created {
	struct vmbus_msg_header header;
	u32 relid;
	u32 gpadl;
	u32 status;
};
HV_ASSERT_SIZE(struct vmbus_gpadl_created, 20);

/* 11 */
struct vmbus_gpadl_teardown {
	struct vmbus_msg_header header;
	u32 relid;
	u32 gpadl;
};
HV_ASSERT_SIZE(struct vmbus_gpadl_teardown, 16);

/* 12 */
struct vmbus_gpadl_torndown {
	struct vmbus_msg_header header;
	u32 gpadl;
};
HV_ASSERT_SIZE(struct vmbus_gpadl_torndown, 12);

/* 13 */
struct vmbus_relid_released {
	struct vmbus_msg_header header;
	u32 relid;
};
HV_ASSERT_SIZE(struct vmbus_relid_released, 12);

/* 14; below 5.0 interrupt_page is a guest physical address, from 5.0 on sint_vtl_features */
struct vmbus_initiate_contact {
	struct vmbus_msg_header header;
	u32 version;
	u32 target_vp;
	u64 interrupt_page;	/* >= 5.0: byte 0 SINT, byte 1 VTL, upper u32 features */
	u64 monitor_to_guest;
	u64 monitor_to_host;
} VMBUS_PACKED;
HV_ASSERT_SIZE(struct vmbus_initiate_contact, 40);

/* 15 */
struct vmbus_version_response {
	struct vmbus_msg_header header;
	u8 supported;
	u8 connection_state;	/* 0 ok, 1 low resources, 2 unknown failure */
	u16 padding;
	u32 msg_connection_id;	/* from 5.0 on */
};
HV_ASSERT_SIZE(struct vmbus_version_response, 16);

/* 21; the 5.2 form appends a silo GUID */
struct vmbus_tl_connect {
	struct vmbus_msg_header header;
	u8 guest_endpoint[16];
	u8 host_service[16];
};
HV_ASSERT_SIZE(struct vmbus_tl_connect, 40);

/* 22 */
struct vmbus_modify_channel {
	struct vmbus_msg_header header;
	u32 relid;
	u32 target_vp;
};
HV_ASSERT_SIZE(struct vmbus_modify_channel, 16);

/* 23 */
struct vmbus_tl_connect_result {
	struct vmbus_msg_header header;
	u8 guest_endpoint[16];
	u8 host_service[16];
	s32 status;
};
HV_ASSERT_SIZE(struct vmbus_tl_connect_result, 44);

/* 24 */
struct vmbus_modify_response {
	struct vmbus_msg_header header;
	u32 relid;
	u32 status;
};
HV_ASSERT_SIZE(struct vmbus_modify_response, 16);

/* -------- ring (protocol 2.7) -------- */

/* First page of one direction; the data area follows it. */
struct vmbus_ring_header {
	u32 write_index;
	u32 read_index;
	u32 interrupt_mask;
	u32 pending_send_size;
	u32 reserved0[12];
	u32 feature_bits;
	u8 reserved1[4096 - 68];
};
HV_ASSERT_SIZE(struct vmbus_ring_header, 4096);

#define VMBUS_RING_FEAT_PENDING_SEND_SZ	0x1

/* Every packet starts with this; sizes count 8-byte units from its first byte. */
struct vmbus_packet_desc {
	u16 type;
	u16 offset8;
	u16 len8;
	u16 flags;
	u64 trans_id;
} VMBUS_PACKED;
HV_ASSERT_SIZE(struct vmbus_packet_desc, 16);

#define VMBUS_PKT_TRAILER		8	/* bytes after every packet */
#define VMBUS_PKT_FLAG_COMPLETION	0x1

#define VMBUS_PKT_DATA_INBAND		0x6
#define VMBUS_PKT_DATA_XFER_PAGES	0x7
#define VMBUS_PKT_DATA_GPADL		0x8
#define VMBUS_PKT_DATA_GPA_DIRECT	0x9
#define VMBUS_PKT_COMP			0xB

/* After the descriptor of type 7; range_count times struct vmbus_xfer_range follows. */
struct vmbus_xfer_header {
	u16 set_id;
	u8 sender_owns;
	u8 reserved;
	u32 range_count;
};
HV_ASSERT_SIZE(struct vmbus_xfer_header, 8);

struct vmbus_xfer_range {
	u32 byte_count;
	u32 byte_offset;
};
HV_ASSERT_SIZE(struct vmbus_xfer_range, 8);

/* After the descriptor of type 9; then ranges of byte_count, byte_offset, u64 frames. */
struct vmbus_gpa_header {
	u32 reserved;
	u32 range_count;
};
HV_ASSERT_SIZE(struct vmbus_gpa_header, 8);

struct vmbus_gpa_range {
	u32 byte_count;
	u32 byte_offset;
};
HV_ASSERT_SIZE(struct vmbus_gpa_range, 8);

/* A range of exactly one frame. */
struct vmbus_gpa_page {
	u32 byte_count;
	u32 byte_offset;
	u64 pfn;
} VMBUS_PACKED;
HV_ASSERT_SIZE(struct vmbus_gpa_page, 16);

#define VMBUS_MAX_PAGE_RANGES		32

/* -------- monitor page (protocol 2.6) -------- */

#define VMBUS_MONITOR_GROUPS		4
#define VMBUS_MONITOR_PER_GROUP		32

struct vmbus_monitor_trigger {
	u32 pending;
	u32 armed;
};

struct vmbus_monitor_param {
	u32 connection_id;
	u16 flag;
	u16 reserved;
};

struct vmbus_monitor_page {
	u32 trigger_state;
	u32 reserved0;
	struct vmbus_monitor_trigger trigger[VMBUS_MONITOR_GROUPS];
	u8 reserved1[24];
	s32 next_check[VMBUS_MONITOR_GROUPS][VMBUS_MONITOR_PER_GROUP];
	u16 latency[VMBUS_MONITOR_GROUPS][VMBUS_MONITOR_PER_GROUP];	/* 100 ns */
	u8 reserved2[256];
	struct vmbus_monitor_param param[VMBUS_MONITOR_GROUPS][VMBUS_MONITOR_PER_GROUP];
	u8 reserved3[1984];
};
HV_ASSERT_SIZE(struct vmbus_monitor_page, 4096);

#endif /* HYPERV_VMBUS_PROTO_H */
