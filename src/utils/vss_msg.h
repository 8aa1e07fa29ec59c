/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages of the backup service, host <-> daemon (protocol 4.5). Pure code, see
 * hyperv/pure.h.
 */
#ifndef UTILS_VSS_MSG_H
#define UTILS_VSS_MSG_H

#include <hyperv/vss_proto.h>

/**
 * enum vss_verdict - what becomes of a host's message
 * @VSS_ANSWER: it is answered at once with the status
 * @VSS_ASK: the daemon is asked
 */
enum vss_verdict {
	VSS_ANSWER,
	VSS_ASK
};

/**
 * vss_check() - judge a host's message
 * @body: the message; answers that need no daemon are built in place
 * @len: bytes received
 * @status: what to answer with, when VSS_ANSWER is returned
 */
enum vss_verdict vss_check(u8 *body, u32 len, u32 *status);

/* Build a request of VSS_DAEMON_BYTES bytes at @out. */
void vss_to_daemon(u8 operation, u8 *out);

/**
 * vss_from_daemon() - translate a daemon's answer
 * @in: VSS_DAEMON_BYTES bytes from user space
 * @body: the request, becomes the answer
 * @len: bytes of it
 *
 * Return: the status to answer with.
 */
u32 vss_from_daemon(const u8 *in, u8 *body, u32 len);

/* Return: VSS_REGISTER, VSS_REGISTER_OLD, or 0 when the message is none. */
u32 vss_registration(const u8 *in, u32 len);

#endif /* UTILS_VSS_MSG_H */
