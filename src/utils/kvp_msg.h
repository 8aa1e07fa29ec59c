/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages of the key/value exchange, host <-> daemon (protocol 4.4). Pure code,
 * see hyperv/pure.h.
 */
#ifndef UTILS_KVP_MSG_H
#define UTILS_KVP_MSG_H

#include <hyperv/kvp_proto.h>

/* Whether the operation is about addresses, which takes a daemon longer. */
bool kvp_is_ip(const u8 *body);

/**
 * kvp_check() - may this request be handed to a daemon?
 * @body: the host's message
 * @len: bytes received
 *
 * Cheap, for softirq. Return: IC_STATUS_OK or the status to refuse with.
 */
u32 kvp_check(const u8 *body, u32 len);

/**
 * kvp_to_daemon() - translate a request
 * @body: message that passed kvp_check()
 * @out: KVP_DAEMON_BYTES bytes, filled
 *
 * Return: IC_STATUS_OK, or the status to refuse with: text is ill-formed or does
 * not fit in UTF-8.
 */
u32 kvp_to_daemon(const u8 *body, u8 *out);

/**
 * kvp_from_daemon() - translate a daemon's answer
 * @in: KVP_DAEMON_BYTES bytes from user space
 * @old: the daemon registered the old way: an empty key says that there is none
 * @body: the request, becomes the answer; has passed kvp_check()
 *
 * Return: the status to answer with.
 */
u32 kvp_from_daemon(const u8 *in, bool old, u8 *body);

/**
 * kvp_registration() - is this message of a daemon a registration?
 * @in: bytes from user space
 * @len: their number
 *
 * Return: KVP_REGISTER, KVP_REGISTER_OLD, or 0 when it is none.
 */
u32 kvp_registration(const u8 *in, u32 len);

/* Build the answer to a registration: KVP_DAEMON_BYTES bytes at @out. */
void kvp_register_answer(u32 kind, const char *version, u8 *out);

#endif /* UTILS_KVP_MSG_H */
