/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages of the file copy service, host <-> daemon (protocol 4.6). Pure code,
 * see hyperv/pure.h.
 */
#ifndef UTILS_FCOPY_MSG_H
#define UTILS_FCOPY_MSG_H

#include <hyperv/fcopy_proto.h>

/* The largest message to a daemon. */
#define FCOPY_DAEMON_BYTES	((u32)sizeof(struct fcopy_write))

/**
 * fcopy_check() - may this request be handed to a daemon?
 * @body: the host's message
 * @len: bytes received
 *
 * Cheap, for softirq. Return: IC_STATUS_OK or the status to refuse with.
 */
u32 fcopy_check(const u8 *body, u32 len);

/* FCOPY_* of a message that passed fcopy_check(). */
u32 fcopy_operation(const u8 *body);

/**
 * fcopy_to_daemon() - translate a request
 * @body: message that passed fcopy_check()
 * @out: FCOPY_DAEMON_BYTES bytes, filled
 * @out_len: bytes of them to hand over
 *
 * Return: IC_STATUS_OK, or the status to refuse with: a name is ill-formed, too
 * long, empty, or leads elsewhere ("/" in the file's name, ".." anywhere).
 */
u32 fcopy_to_daemon(const u8 *body, u8 *out, u32 *out_len);

/* Build the message that ends a copy nobody will continue. Return: its length. */
u32 fcopy_cancel(u8 *out);

#endif /* UTILS_FCOPY_MSG_H */
