/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Wire formats of the synthetic storage controllers: SCSI, IDE, Fibre Channel
 * (protocol 6). Structures, constants and size checks; no logic.
 *
 * All fields are little-endian, as is every machine that Hyper-V runs on. All
 * structures are naturally aligned and have no hidden padding.
 */
#ifndef HYPERV_VSTOR_PROTO_H
#define HYPERV_VSTOR_PROTO_H

#include <hyperv/pure.h>

/* Protocol versions: major << 8 | minor, with the first host that speaks it. */
#define VSTOR_VERSION_2_0	0x0200	/* 2008 */
#define VSTOR_VERSION_4_2	0x0402	/* 2008 R2 */
#define VSTOR_VERSION_5_1	0x0501	/* 2012 */
#define VSTOR_VERSION_6_0	0x0600	/* 2012 R2 */
#define VSTOR_VERSION_6_2	0x0602	/* 2016 and later */

/* struct vstor_packet.operation */
#define VSTOR_OP_COMPLETE		1	/* every answer of the host */
#define VSTOR_OP_REMOVE_DEVICE		2	/* unsolicited: a LUN went away */
#define VSTOR_OP_EXECUTE_SRB		3
#define VSTOR_OP_RESET_LUN		4
#define VSTOR_OP_RESET_ADAPTER		5
#define VSTOR_OP_RESET_BUS		6
#define VSTOR_OP_BEGIN_INIT		7
#define VSTOR_OP_END_INIT		8
#define VSTOR_OP_QUERY_VERSION		9
#define VSTOR_OP_QUERY_PROPERTIES	10
#define VSTOR_OP_ENUMERATE_BUS		11	/* unsolicited: look for new LUNs */
#define VSTOR_OP_FC_DATA		12
#define VSTOR_OP_CREATE_SUBCHANNELS	13
#define VSTOR_OP_EVENT			14

/* struct vstor_packet.flags */
#define VSTOR_FLAG_COMPLETION	0x1	/* the sender wants an answer */

/* struct vstor_srb.srb_status: a code in the low six bits and two flags */
#define SRB_PENDING		0x00
#define SRB_SUCCESS		0x01
#define SRB_ABORTED		0x02
#define SRB_ERROR		0x04
#define SRB_BUSY		0x05
#define SRB_INVALID_REQUEST	0x06
#define SRB_INVALID_PATH	0x07
#define SRB_NO_DEVICE		0x08
#define SRB_TIMEOUT		0x09
#define SRB_SELECTION_TIMEOUT	0x0a
#define SRB_BUS_RESET		0x0e
#define SRB_DATA_OVERRUN	0x12
#define SRB_INVALID_LUN		0x20
#define SRB_INVALID_TARGET	0x21
#define SRB_INTERNAL_ERROR	0x30
#define SRB_CODE_MASK		0x3f
#define SRB_QUEUE_FROZEN	0x40
#define SRB_SENSE_VALID		0x80

/* struct vstor_srb.data_in */
#define SRB_DIR_WRITE		0
#define SRB_DIR_READ		1
#define SRB_DIR_NONE		2

/* struct vstor_srb.srb_flags */
#define SRB_FLAG_QUEUE_ACTION	0x00000002
#define SRB_FLAG_NO_SYNC_XFER	0x00000008
#define SRB_FLAG_DATA_IN	0x00000040
#define SRB_FLAG_DATA_OUT	0x00000080
#define SRB_FLAG_NO_FREEZE	0x00000100

#define SRB_TAG_NONE		0xff	/* queue_tag of an untagged command */
#define SRB_ACTION_SIMPLE	0x20	/* queue_action */

#define VSTOR_CDB_MAX		16
#define VSTOR_SENSE_MAX		20	/* 18 up to version 4.2 */
#define VSTOR_SENSE_MAX_V1	18
#define VSTOR_AREA_SIZE		20

/**
 * struct vstor_srb - one SCSI command and its outcome
 * @length: bytes of this structure that count: 52, or 36 up to version 4.2
 * @srb_status: SRB_*, set by the host
 * @scsi_status: SCSI status byte, set by the host
 * @port: always 0
 * @path: SCSI channel
 * @target: SCSI target
 * @lun: logical unit
 * @cdb_length: valid bytes of the CDB, at most 16
 * @sense_length: room for sense; in an answer the bytes that are valid
 * @data_in: SRB_DIR_*
 * @reserved: 0
 * @data_length: bytes to transfer; in an answer bytes transferred
 * @area: the CDB on the way out, sense data on the way back
 * @queue_tag: SRB_TAG_NONE
 * @queue_action: SRB_ACTION_SIMPLE
 * @srb_flags: SRB_FLAG_*
 * @timeout: seconds that the host may take
 * @sort: 0
 * @reserved2: 0
 *
 * Everything after @area exists only from version 5.1 on.
 */
struct vstor_srb {
	u16 length;
	u8 srb_status;
	u8 scsi_status;
	u8 port;
	u8 path;
	u8 target;
	u8 lun;
	u8 cdb_length;
	u8 sense_length;
	u8 data_in;
	u8 reserved;
	u32 data_length;
	u8 area[VSTOR_AREA_SIZE];
	u16 reserved2;
	u8 queue_tag;
	u8 queue_action;
	u32 srb_flags;
	u32 timeout;
	u32 sort;
};
HV_ASSERT_SIZE(struct vstor_srb, 52);

#define VSTOR_SRB_LEN		52
#define VSTOR_SRB_LEN_V1	36

#define VSTOR_PROP_MULTICHANNEL	0x1	/* struct vstor_properties_wire.flags */

/**
 * struct vstor_properties_wire - what the controller can do
 * @max_subchannels: channels besides the primary one
 * @flags: VSTOR_PROP_*
 * @max_transfer: largest transfer of one command in bytes
 * @reserved: 0
 * @reserved2: 0
 * @reserved3: 0
 */
struct vstor_properties_wire {
	u32 reserved;
	u16 max_subchannels;
	u16 reserved2;
	u32 flags;
	u32 max_transfer;
	u32 reserved3[2];
};
HV_ASSERT_SIZE(struct vstor_properties_wire, 24);

/**
 * struct vstor_version_wire - a version proposed to the host
 * @version: VSTOR_VERSION_*
 * @revision: build of the guest driver; the host ignores it
 */
struct vstor_version_wire {
	u16 version;
	u16 revision;
};
HV_ASSERT_SIZE(struct vstor_version_wire, 4);

/**
 * struct vstor_fc_wire - names of a Fibre Channel adapter
 * @primary_active: which of the two sets is in use
 * @reserved: 0
 * @primary_port: world wide port name of the first set
 * @primary_node: its node name
 * @secondary_port: world wide port name of the second set
 * @secondary_node: its node name
 */
struct vstor_fc_wire {
	u8 primary_active;
	u8 reserved[3];
	u8 primary_port[8];
	u8 primary_node[8];
	u8 secondary_port[8];
	u8 secondary_node[8];
};
HV_ASSERT_SIZE(struct vstor_fc_wire, 36);

/**
 * struct vstor_packet - the one message of this protocol, both directions
 * @operation: VSTOR_OP_*
 * @flags: VSTOR_FLAG_*
 * @status: of an answer: 0 or an error of the host
 * @u: by operation
 *
 * 64 bytes on the wire, 48 up to version 4.2.
 */
struct vstor_packet {
	u32 operation;
	u32 flags;
	u32 status;
	union {
		struct vstor_srb srb;
		struct vstor_properties_wire properties;
		struct vstor_version_wire version;
		struct vstor_fc_wire fc;
		u16 subchannels;
		u8 bytes[52];
	} u;
};
HV_ASSERT_SIZE(struct vstor_packet, 64);

#define VSTOR_PACKET_LEN	64
#define VSTOR_PACKET_LEN_V1	48
#define VSTOR_HEADER_LEN	12	/* up to the union */

#endif /* HYPERV_VSTOR_PROTO_H */
