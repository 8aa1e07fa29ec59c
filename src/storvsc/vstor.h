/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pure part of hv_storvsc: building packets, judging answers, filtering
 * commands, addresses and page lists. No kernel object is touched; every
 * function can be called in any context and compiles in user space.
 */
#ifndef STORVSC_VSTOR_H
#define STORVSC_VSTOR_H

#include <hyperv/vstor_proto.h>

/**
 * struct vstor_proto - how one protocol version looks on the wire
 * @version: VSTOR_VERSION_*
 * @packet_len: bytes of every packet
 * @srb_len: value of vstor_srb.length
 * @sense_max: room for sense data
 */
struct vstor_proto {
	u16 version;
	u16 packet_len;
	u16 srb_len;
	u8 sense_max;
};

/**
 * struct vstor_properties - what the controller can do, checked
 * @max_transfer: bytes, a multiple of 4096 between VSTOR_MIN_TRANSFER and
 *	VSTOR_MAX_TRANSFER whatever the host said
 * @max_subchannels: 0 unless the host has more than one channel
 */
struct vstor_properties {
	u32 max_transfer;
	u16 max_subchannels;
};

#define VSTOR_MIN_TRANSFER	8192u
#define VSTOR_MAX_TRANSFER	(4u << 20)

/* Controller classes; hv_vmbus_device_id.driver_data and an index into tables. */
enum vstor_class {
	VSTOR_CLASS_SCSI,
	VSTOR_CLASS_IDE,
	VSTOR_CLASS_FC,
	VSTOR_CLASSES
};

/**
 * struct vstor_limits - addresses that a class of controllers can have
 * @channels: SCSI channels
 * @targets: targets per channel
 * @luns: logical units per target
 * @max_transfer: upper bound of the class in bytes
 * @subchannels: the class can have several VMBus channels
 */
struct vstor_limits {
	u16 channels;
	u16 targets;
	u16 luns;
	u32 max_transfer;
	bool subchannels;
};

/**
 * struct vstor_address - a logical unit as the host counts
 */
struct vstor_address {
	u8 path;
	u8 target;
	u8 lun;
};

/* -------- packet.c -------- */

/* The n-th version to propose, newest first; NULL when there is none left. */
const struct vstor_proto *vstor_proto_nth(unsigned int n);

/* A packet without payload: everything zero but the operation and the wish for an answer. */
void vstor_build_op(struct vstor_packet *p, u32 operation);

/* The constant part of all SCSI commands under a protocol version. */
void vstor_build_srb_template(struct vstor_packet *p,
			      const struct vstor_proto *proto, u32 timeout);

/**
 * vstor_check_reply() - is this the answer to anything?
 * @data: payload of a completion packet, a private copy
 * @len: bytes of it
 * @want: bytes that the answer must have at least
 *
 * Return: 0, or -EINVAL when it is too short or not an answer.
 */
int vstor_check_reply(const void *data, u32 len, u32 want);

/**
 * vstor_parse_properties() - make limits out of whatever the host says
 * @class: the class's own bounds apply too
 *
 * Return: 0, or -EINVAL when the packet is too short or says failure.
 */
int vstor_parse_properties(const void *data, u32 len, enum vstor_class class,
			   struct vstor_properties *out);

/* -------- addr.c -------- */

/* Bounds of a class; NULL when there is no such class. */
const struct vstor_limits *vstor_class_limits(unsigned int class);

/* The SCSI target number of the disk of an IDE controller: from its instance GUID. */
u16 vstor_ide_target(const u8 guid[16]);

/**
 * vstor_address() - the host's address of a LUN
 *
 * Return: 0, or -EINVAL when the host cannot have such a LUN.
 */
int vstor_address(enum vstor_class class, unsigned int channel,
		  unsigned int target, u64 lun, struct vstor_address *out);

/**
 * struct vstor_pfns - a page list in the making
 * @pfn: the list, in 4096-byte frames
 * @room: entries that fit
 * @count: entries used
 * @offset: offset of the first byte in the first page
 * @bytes: bytes described so far
 */
struct vstor_pfns {
	u64 *pfn;
	u32 room;
	u32 count;
	u32 offset;
	u32 bytes;
};

static inline void vstor_pfns_start(struct vstor_pfns *l, u64 *pfn, u32 room)
{
	l->pfn = pfn;
	l->room = room;
	l->count = 0;
	l->offset = 0;
	l->bytes = 0;
}

/* Pages that a buffer touches; @offset below 4096. */
static inline u32 vstor_pages(u32 offset, u32 len)
{
	return (u32)(((u64)offset + len + HV_HYP_PAGE_SIZE - 1) >>
		     HV_HYP_PAGE_SHIFT);
}

/**
 * vstor_pfns_add() - append a piece of guest memory
 * @gpa: guest physical address of the first byte
 * @len: bytes, not 0
 *
 * Return: 0, -EINVAL when the piece would leave a hole (only the first page
 * may begin late and only the last end early), -ENOSPC when the list is full.
 */
int vstor_pfns_add(struct vstor_pfns *l, u64 gpa, u32 len);

/* -------- cdb.c -------- */

/**
 * vstor_cdb_refused() - must this command be kept from the host?
 *
 * Old hosts mishandle some commands: instead of an error they hang or offline
 * the disk. Return: true when the command is to be failed here as "invalid
 * operation code".
 */
bool vstor_cdb_refused(u16 version, const u8 *cdb, unsigned int len);

/* The host reports an error for this command although nothing is wrong. */
bool vstor_cdb_error_ignored(enum vstor_class class, const u8 *cdb);

/* The host announces SPC-2 to a disk that can do SPC-3 (UNMAP, VPD pages). */
bool vstor_spc3_capable(u16 version, const char *vendor);

/* -------- status.c -------- */

enum vstor_host {
	VSTOR_HOST_OK,		/* the SCSI status says it all */
	VSTOR_HOST_NO_CONNECT,
	VSTOR_HOST_ERROR,
	VSTOR_HOST_REQUEUE,
	VSTOR_HOST_PASSTHROUGH
};

enum vstor_event {
	VSTOR_EVENT_NONE,
	VSTOR_EVENT_REMOVE_LUN,	/* this very LUN is gone */
	VSTOR_EVENT_RESCAN_LUN,	/* its capacity or parameters changed */
	VSTOR_EVENT_SCAN_HOST	/* there may be new LUNs */
};

/**
 * struct vstor_verdict - what an answer means for the command
 * @host: enum vstor_host
 * @event: enum vstor_event
 * @scsi_status: status byte to report
 * @sense_len: bytes of sense to hand on, 0 for none
 * @resid: bytes of the request that were not transferred
 * @noteworthy: worth a line in the log
 */
struct vstor_verdict {
	u8 host;
	u8 event;
	u8 scsi_status;
	u8 sense_len;
	u32 resid;
	bool noteworthy;
};

/**
 * vstor_judge() - the meaning of an answer to a command
 * @proto: protocol version in use
 * @class: class of the controller
 * @cdb: the command as it was sent, 16 bytes
 * @requested: its data length in bytes
 * @srb: the answer, a private copy of at least proto->srb_len bytes
 * @v: out
 *
 * An answer that claims more data or more sense than there can be is cut to
 * what was asked for; an error is never turned into success, but for the
 * commands of vstor_cdb_error_ignored().
 */
void vstor_judge(const struct vstor_proto *proto, enum vstor_class class,
		 const u8 *cdb, u32 requested, const struct vstor_srb *srb,
		 struct vstor_verdict *v);

/**
 * vstor_sense_code() - ASC and ASCQ of sense data in either format
 *
 * Return: ASC << 8 | ASCQ, or -1 when there is none.
 */
int vstor_sense_code(const u8 *sense, unsigned int len);

#endif /* STORVSC_VSTOR_H */
