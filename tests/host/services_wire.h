/* SPDX-License-Identifier: GPL-2.0-only */
/* What the host sends to the services for data exchange, backup and file copy. */
#ifndef HVHOST_SERVICES_WIRE_H
#define HVHOST_SERVICES_WIRE_H

#include "vmbus_wire.h"

/* ---- data exchange ---- */
enum { KV_GET, KV_SET, KV_DELETE, KV_ENUMERATE, KV_GET_IP, KV_SET_IP };
enum { KV_STRING = 1, KV_EXPAND = 2, KV_DWORD = 4, KV_QWORD = 11 };
#define KV_KEY_UNITS	256
#define KV_VALUE_UNITS	1024

struct kv_pair {
	u32 type, key_size, value_size;
	u16 key[KV_KEY_UNITS], value[KV_VALUE_UNITS];
};
struct kv_message {		/* get, set */
	u8 operation, pool;
	u16 rsvd;
	struct kv_pair pair;
};
struct kv_enumerate {
	u8 operation, pool;
	u16 rsvd;
	u32 index;
	struct kv_pair pair;
};
struct kv_delete {
	u8 operation, pool;
	u16 rsvd;
	u32 key_size;
	u16 key[KV_KEY_UNITS];
};
struct kv_ip {			/* no padding after the pool here */
	u8 operation, pool;
	u16 adapter[128];
	u8 family, dhcp;
	u16 address[1024], subnet[1024], gateway[512], dns[1024];
};

/* ---- backup ---- */
enum { VS_CREATE, VS_DELETE, VS_HOT_BACKUP, VS_DM_INFO, VS_COMPLETE, VS_FREEZE, VS_THAW, VS_RECOVER };
struct vs_message {
	u8 operation, rsvd[7];
	u32 flags, rsvd2[5];
} PACKED;

/* ---- file copy ---- */
enum { FC_START, FC_WRITE, FC_COMPLETE, FC_CANCEL };
#define FC_NAME_UNITS	260
#define FC_BLOCK	6144
struct fc_head { u32 operation; u8 service[2][16]; } PACKED;
struct fc_start {
	struct fc_head h;
	u16 name[FC_NAME_UNITS], path[FC_NAME_UNITS];
	u32 flags;
	u64 size;
} PACKED;
struct fc_write {
	struct fc_head h;
	u32 rsvd;
	u64 offset;
	u32 length;
	u8 data[FC_BLOCK];
} PACKED;

_Static_assert(sizeof(struct kv_message) == 2576, "get, set");
_Static_assert(sizeof(struct kv_enumerate) == 2580, "enumerate");
_Static_assert(sizeof(struct kv_delete) == 520, "delete");
_Static_assert(sizeof(struct kv_ip) == 7428, "ip");
_Static_assert(sizeof(struct vs_message) == 32, "backup");
_Static_assert(sizeof(struct fc_start) == 1088, "start of a file");
_Static_assert(sizeof(struct fc_write) == 6196, "piece of a file");

#endif
