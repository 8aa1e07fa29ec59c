/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Formats of the file copy service (protocol 4.6): what the host sends and what
 * goes over /dev/vmbus/hv_fcopy.
 *
 * A daemon gets the same structures, with its names in UTF-8. It registers with a
 * 32-bit version and answers each message with a signed 32-bit status.
 */
#ifndef HYPERV_FCOPY_PROTO_H
#define HYPERV_FCOPY_PROTO_H

#include <hyperv/pure.h>

/* fcopy_header.operation */
#define FCOPY_START		0
#define FCOPY_WRITE		1
#define FCOPY_COMPLETE		2
#define FCOPY_CANCEL		3

/* Registrations: without and with an answer that tells our version. */
#define FCOPY_REGISTER_OLD	0
#define FCOPY_REGISTER		1

#define FCOPY_NAME_BYTES	520u	/* 260 UTF-16 units, terminator included */
#define FCOPY_DATA_BYTES	6144u

/* fcopy_start.flags */
#define FCOPY_OVERWRITE		1u
#define FCOPY_CREATE_PATH	2u

/**
 * struct fcopy_header - begins each message
 * @operation: FCOPY_*
 * @service: two GUIDs, unused
 */
struct fcopy_header {
	__le32 operation;
	u8 service[32];
};
HV_ASSERT_SIZE(struct fcopy_header, 36);

/**
 * struct fcopy_start - a file will follow
 * @header: FCOPY_START
 * @name: file name
 * @path: directory
 * @flags: FCOPY_OVERWRITE, FCOPY_CREATE_PATH
 * @size: bytes of the file
 */
struct fcopy_start {
	struct fcopy_header header;
	u8 name[FCOPY_NAME_BYTES];
	u8 path[FCOPY_NAME_BYTES];
	__le32 flags;
	__le64 size;
} __packed;
HV_ASSERT_SIZE(struct fcopy_start, 1088);

/**
 * struct fcopy_write - a piece of the file
 * @header: FCOPY_WRITE
 * @pad: zero
 * @offset: where it belongs in the file
 * @size: bytes of @data in use
 * @data: content; a host may leave out what is not in use
 */
struct fcopy_write {
	struct fcopy_header header;
	__le32 pad;
	__le64 offset;
	__le32 size;
	u8 data[FCOPY_DATA_BYTES];
} __packed;
HV_ASSERT_SIZE(struct fcopy_write, 6196);

#define FCOPY_AT_DATA		52u

#endif /* HYPERV_FCOPY_PROTO_H */
