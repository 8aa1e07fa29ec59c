/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages of the integration components: checks, version negotiation and the
 * small bodies (protocol section 4). Pure code, see hyperv/pure.h.
 */
#ifndef UTILS_IC_H
#define UTILS_IC_H

#include <hyperv/pure.h>
#include <hyperv/ic_proto.h>

/* Versions in our own form: comparable, 0 = none. */
#define IC_VERSION(major, minor)	((u32)(major) << 16 | (minor))
#define IC_VERSION_MAJOR(v)		((v) >> 16)
#define IC_VERSION_MINOR(v)		((v) & 0xffff)

/**
 * struct ic_protocol - what a component speaks
 * @type: message type of its requests, IC_TYPE_*
 * @versions: message versions, newest first
 * @count: number of @versions
 */
struct ic_protocol {
	u16 type;
	const u32 *versions;
	u32 count;
};

/**
 * struct ic_session - what was agreed with the host
 * @framework: framework version, 0 before agreement
 * @message: message version, 0 before agreement
 */
struct ic_session {
	u32 framework;
	u32 message;
};

/**
 * struct ic_message - a checked message in a private, writable buffer
 * @header: the IC header inside the buffer
 * @body: what follows it
 * @body_len: bytes received there, padding included
 */
struct ic_message {
	struct ic_header *header;
	u8 *body;
	u32 body_len;
};

/**
 * enum ic_verdict - what to do with a received packet
 * @IC_DROP: nothing to answer
 * @IC_ANSWER: the buffer now holds the refusal; send it
 * @IC_NEGOTIATED: as IC_ANSWER, and a new session has begun (perhaps without
 *	an agreed version)
 * @IC_REQUEST: a request for the component; after it was handled call
 *	ic_finish() and send the buffer
 */
enum ic_verdict {
	IC_DROP,
	IC_ANSWER,
	IC_NEGOTIATED,
	IC_REQUEST
};

/**
 * enum ic_power_action - what a shutdown message asks for
 * @IC_POWER_NONE: nothing, it was refused
 * @IC_POWER_OFF: power off
 * @IC_POWER_RESTART: restart
 * @IC_POWER_HIBERNATE: suspend to disk
 */
enum ic_power_action {
	IC_POWER_NONE,
	IC_POWER_OFF,
	IC_POWER_RESTART,
	IC_POWER_HIBERNATE
};

/**
 * ic_receive() - check a packet and negotiate if it asks for that
 * @packet: private copy of the payload, aligned to 4; answers are built in place
 * @len: bytes received; an answer has the same length
 * @protocol: the component on this channel
 * @session: its session; changed only when IC_NEGOTIATED is returned
 * @msg: filled unless IC_DROP is returned
 */
enum ic_verdict ic_receive(void *packet, u32 len,
			   const struct ic_protocol *protocol,
			   struct ic_session *session, struct ic_message *msg);

/* Turn a request in its buffer into the answer to it. */
void ic_finish(struct ic_message *msg, u32 status);

/* Handle a heartbeat body in place. Return: the status to answer with. */
u32 ic_heartbeat_answer(struct ic_message *msg);

/**
 * ic_shutdown_decode() - read a shutdown request
 * @msg: the request
 * @can_hibernate: whether hibernation may be accepted
 * @action: what to do after the answer, IC_POWER_NONE when refused
 * @forced: the force bit
 *
 * Return: the status to answer with.
 */
u32 ic_shutdown_decode(const struct ic_message *msg, bool can_hibernate,
		       enum ic_power_action *action, bool *forced);

#endif /* UTILS_IC_H */
