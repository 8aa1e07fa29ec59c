/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Checks of control messages and the list of versions: pure code, see
 * hyperv/pure.h.
 */
#ifndef VMBUS_MSG_H
#define VMBUS_MSG_H

#include <hyperv/vmbus_proto.h>

/**
 * vmbus_msg_check() - may a message of the host be read?
 * @msg: private copy of the message
 * @len: its length in bytes
 * Return: its type, when it is one that a guest receives and @len covers all
 * fields of that type; -EINVAL otherwise.
 */
int vmbus_msg_check(const void *msg, u32 len);

/* 0 or -EINVAL: relid out of range. */
int vmbus_offer_check(const struct vmbus_offer *offer);

/*
 * Does the answer @msg (checked by vmbus_msg_check()) belong to a question that
 * expects @type with these keys?
 */
bool vmbus_answer_matches(const void *msg, u32 type, u32 key, u32 key2);

/* Bytes to keep of a message of @type: what its structure holds. 0 = unknown. */
u32 vmbus_msg_size(u32 type);

/**
 * vmbus_older_version() - the version to try next
 * @version: 0xFFFFFFFF or the version that was refused
 * Return: the newest version that is older than @version, 0 when none is left.
 */
u32 vmbus_older_version(u32 version);

/**
 * vmbus_parse_version() - "5.3", or major << 16 | minor as a number
 * Return: 0 or -EINVAL.
 */
int vmbus_parse_version(const char *text, u32 *version);

/* Connection id for INITIATE_CONTACT of @version. */
u32 vmbus_contact_id(u32 version);

#endif /* VMBUS_MSG_H */
