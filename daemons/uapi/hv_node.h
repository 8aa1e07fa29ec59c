/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages between the kernel's hv_utils and the daemons, over the device nodes
 * /dev/vmbus/hv_kvp, hv_vss and hv_fcopy, or over the netlink connector of old
 * kernels. A read() gives one whole message, a write() takes one. All numbers
 * are in the byte order of the machine. The layouts are those of the kernel's
 * own hv_utils; both may meet either.
 *
 * A session begins with the daemon's registration:
 *	KVP	a whole kvp_node_msg, operation KVP_NODE_REGISTER1; the answer
 *		has the same operation and the module's version as a string
 *	VSS	a vss_node_msg, operation VSS_NODE_REGISTER1; the answer is a
 *		number of four bytes, the module's version
 *	fcopy	a number of four bytes, FCOPY_NODE_VERSION; the answer is one too
 * After that each request is answered with one message.
 */
#ifndef HV_NODE_H
#define HV_NODE_H

#include <stdint.h>

#define HV_NODE_PACKED __attribute__((__packed__))
/* Fails the build when a structure does not have its documented size. */
#define HV_NODE_ASSERT_SIZE(type, size) \
	extern int hv_node_assert_size[1 - 2 * (sizeof(type) != (size))]

/* What a daemon answers; the host gets it as it is. */
#define HV_NODE_OK		0x00000000u
#define HV_NODE_NO_MORE		0x80070103u	/* no such key, end of list */
#define HV_NODE_FAIL		0x80004005u
#define HV_NODE_UNSUPPORTED	0x80070032u
#define HV_NODE_EXISTS		0x80070050u
#define HV_NODE_BAD_ARGUMENT	0x80070057u
#define HV_NODE_DISK_FULL	0x80070070u
#define HV_NODE_NOT_FOUND	0x80041002u	/* no such adapter */

/* Connector indices of kernels without device nodes; the value is 1. */
#define HV_NODE_CN_KVP		9
#define HV_NODE_CN_VSS		10

/* Key/value exchange ----------------------------------------------------- */

#define KVP_NODE_KEY_BYTES	512
#define KVP_NODE_VALUE_BYTES	2048
#define KVP_NODE_POOLS		5

enum kvp_node_operation {
	KVP_NODE_GET = 0,
	KVP_NODE_SET = 1,
	KVP_NODE_DELETE = 2,
	KVP_NODE_ENUMERATE = 3,
	KVP_NODE_GET_IP = 4,
	KVP_NODE_SET_IP = 5,
	KVP_NODE_REGISTER1 = 100
};

enum kvp_node_pool {
	KVP_NODE_EXTERNAL = 0,		/* written by the host */
	KVP_NODE_GUEST = 1,		/* written in the guest */
	KVP_NODE_AUTO = 2,		/* the daemon's own keys */
	KVP_NODE_AUTO_EXTERNAL = 3,	/* facts about the host */
	KVP_NODE_AUTO_INTERNAL = 4
};

#define KVP_NODE_STRING		1	/* value type */

/* Strings are UTF-8 with a zero byte, sizes count it. */
struct kvp_node_value {
	uint32_t type;
	uint32_t key_size;
	uint32_t value_size;
	uint8_t key[KVP_NODE_KEY_BYTES];
	uint8_t value[KVP_NODE_VALUE_BYTES];
} HV_NODE_PACKED;

struct kvp_node_enumerate {
	uint32_t index;
	struct kvp_node_value data;
} HV_NODE_PACKED;

struct kvp_node_delete {
	uint32_t key_size;
	uint8_t key[KVP_NODE_KEY_BYTES];
} HV_NODE_PACKED;

/*
 * Lists are separated by ';'. The fields are wide enough for UTF-16 but hold
 * UTF-8 here. The adapter is a GUID, or in requests of KVP_NODE_GET_IP the
 * MAC address.
 */
struct kvp_node_ip {
	uint8_t adapter[256];
	uint8_t family;			/* 1 IPv4, 2 IPv6, 3 both */
	uint8_t dhcp;
	uint8_t addresses[2048];
	uint8_t subnets[2048];		/* 255.255.255.0, or /64 */
	uint8_t gateways[1024];
	uint8_t dns[2048];
} HV_NODE_PACKED;

struct kvp_node_register {
	uint8_t version[KVP_NODE_KEY_BYTES];
} HV_NODE_PACKED;

struct kvp_node_msg {
	union {
		struct {
			uint8_t operation;
			uint8_t pool;
			uint16_t pad;
		} HV_NODE_PACKED request;
		uint32_t status;	/* of the answer */
	} HV_NODE_PACKED head;
	union {
		struct kvp_node_value value;	/* get, set */
		struct kvp_node_enumerate enumerate;
		struct kvp_node_delete delete;
		struct kvp_node_ip ip;
		struct kvp_node_register reg;
		uint8_t room[7428];	/* the size that both sides agree on */
	} HV_NODE_PACKED body;
} HV_NODE_PACKED;

HV_NODE_ASSERT_SIZE(struct kvp_node_ip, 7426);
HV_NODE_ASSERT_SIZE(struct kvp_node_msg, 7432);

/* Backup ------------------------------------------------------------------- */

enum vss_node_operation {
	VSS_NODE_CREATE = 0,
	VSS_NODE_DELETE = 1,
	VSS_NODE_HOT_BACKUP = 2,	/* can you? */
	VSS_NODE_DM_INFO = 3,
	VSS_NODE_COMPLETE = 4,
	VSS_NODE_FREEZE = 5,
	VSS_NODE_THAW = 6,
	VSS_NODE_AUTO_RECOVER = 7,
	VSS_NODE_REGISTER1 = 129
};

#define VSS_NODE_NO_AUTO_RECOVERY 5

struct vss_node_msg {
	union {
		struct {
			uint8_t operation;
			uint8_t reserved[7];
		} HV_NODE_PACKED request;
		uint32_t status;	/* of the answer */
	} HV_NODE_PACKED head;
	uint32_t flags;
} HV_NODE_PACKED;

HV_NODE_ASSERT_SIZE(struct vss_node_msg, 12);

/* File copy ------------------------------------------------------------------ */

#define FCOPY_NODE_VERSION	1
#define FCOPY_NODE_NAME_BYTES	520
#define FCOPY_NODE_BLOCK	6144

enum fcopy_node_operation {
	FCOPY_NODE_START = 0,
	FCOPY_NODE_WRITE = 1,
	FCOPY_NODE_COMPLETE = 2,
	FCOPY_NODE_CANCEL = 3
};

#define FCOPY_NODE_OVERWRITE	1u
#define FCOPY_NODE_CREATE_PATH	2u

/* The first 36 bytes of each request; the two identifiers are not used. */
struct fcopy_node_head {
	uint32_t operation;
	uint8_t service0[16];
	uint8_t service1[16];
} HV_NODE_PACKED;

/* Names are UTF-8 here, with a zero byte. */
struct fcopy_node_start {
	struct fcopy_node_head head;
	uint8_t file[FCOPY_NODE_NAME_BYTES];
	uint8_t directory[FCOPY_NODE_NAME_BYTES];
	uint32_t flags;
	uint64_t size;
} HV_NODE_PACKED;

struct fcopy_node_write {
	struct fcopy_node_head head;
	uint32_t pad;
	uint64_t offset;
	uint32_t length;
	uint8_t data[FCOPY_NODE_BLOCK];
} HV_NODE_PACKED;

HV_NODE_ASSERT_SIZE(struct fcopy_node_head, 36);
HV_NODE_ASSERT_SIZE(struct fcopy_node_start, 1088);
HV_NODE_ASSERT_SIZE(struct fcopy_node_write, 6196);

#endif /* HV_NODE_H */
