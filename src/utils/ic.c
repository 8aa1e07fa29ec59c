// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages of the integration components: pure code, see ic.h.
 */
#include "ic.h"

/* Framework versions, newest first: 2008 R2 and later, 2008. */
static const u32 ic_frameworks[] = { IC_VERSION(3, 0), IC_VERSION(1, 0) };

static u32 ic_wire_version_get(const u8 *p)
{
	struct ic_wire_version v;

	memcpy(&v, p, sizeof(v));
	return IC_VERSION(le16_to_cpu(v.major), le16_to_cpu(v.minor));
}

static void ic_wire_version_put(u8 *p, u32 version)
{
	struct ic_wire_version v;

	v.major = cpu_to_le16(IC_VERSION_MAJOR(version));
	v.minor = cpu_to_le16(IC_VERSION_MINOR(version));
	memcpy(p, &v, sizeof(v));
}

/*
 * The newest of our versions that is among the offered ones. The host's list
 * may be in any order, so each of ours is looked up in it, newest first.
 */
static u32 ic_choose(const u32 *own, u32 own_count, const u8 *offered,
		     u32 offered_count)
{
	u32 i, j;

	for (i = 0; i < own_count; i++)
		for (j = 0; j < offered_count; j++)
			if (ic_wire_version_get(offered +
					j * sizeof(struct ic_wire_version)) ==
			    own[i])
				return own[i];
	return 0;
}

/* Build the answer to a version offer. A framework without a message version is no agreement. */
static void ic_negotiate_answer(struct ic_message *msg, u32 framework,
				u32 message)
{
	struct ic_negotiate counts;
	u16 n = 1;

	if (!framework || !message) {
		framework = 0;
		message = 0;
		n = 0;
	}
	memset(&counts, 0, sizeof(counts));
	counts.framework_count = cpu_to_le16(n);
	counts.message_count = cpu_to_le16(n);
	/*
	 * The answer is as long as the offer. An offer too short for the two
	 * entries had nothing to agree on, and zero counts say so.
	 */
	if (msg->body_len >= sizeof(counts))
		memcpy(msg->body, &counts, sizeof(counts));
	if (msg->body_len >= IC_NEGOTIATE_REPLY) {
		ic_wire_version_put(msg->body + 8, framework);
		ic_wire_version_put(msg->body + 12, message);
		msg->header->size = cpu_to_le16(IC_NEGOTIATE_REPLY);
	}
}

static enum ic_verdict ic_negotiate(struct ic_message *msg,
				    const struct ic_protocol *protocol,
				    struct ic_session *session)
{
	const u8 *offered = msg->body + sizeof(struct ic_negotiate);
	struct ic_negotiate counts;
	u32 frameworks, messages, room;

	if (msg->body_len < sizeof(counts))
		goto malformed;
	memcpy(&counts, msg->body, sizeof(counts));
	frameworks = le16_to_cpu(counts.framework_count);
	messages = le16_to_cpu(counts.message_count);
	if (frameworks > IC_MAX_VERSIONS || messages > IC_MAX_VERSIONS)
		goto malformed;
	room = msg->body_len - sizeof(counts);
	if ((frameworks + messages) * sizeof(struct ic_wire_version) > room)
		goto malformed;

	session->framework = ic_choose(ic_frameworks,
				       (u32)ARRAY_SIZE(ic_frameworks),
				       offered, frameworks);
	session->message = ic_choose(protocol->versions, protocol->count,
				     offered + frameworks *
					sizeof(struct ic_wire_version),
				     messages);
	if (!session->framework || !session->message) {
		session->framework = 0;
		session->message = 0;
	}
	ic_negotiate_answer(msg, session->framework, session->message);
	/* Finding nothing in common is an answer, not a failure. */
	ic_finish(msg, IC_STATUS_OK);
	return IC_NEGOTIATED;

malformed:
	/* What was agreed before stays. */
	ic_negotiate_answer(msg, 0, 0);
	ic_finish(msg, IC_STATUS_BAD_ARGUMENT);
	return IC_ANSWER;
}

enum ic_verdict ic_receive(void *packet, u32 len,
			   const struct ic_protocol *protocol,
			   struct ic_session *session, struct ic_message *msg)
{
	struct ic_pipe_header *pipe = packet;
	u32 claimed, type;

	if (len < IC_ENVELOPE || len > IC_MAX_MESSAGE)
		return IC_DROP;
	/* A frame that does not hold one whole message has no header to trust. */
	claimed = le32_to_cpu(pipe->length);
	if (le32_to_cpu(pipe->kind) != IC_PIPE_MESSAGE ||
	    claimed < sizeof(struct ic_header) ||
	    claimed > len - sizeof(*pipe))
		return IC_DROP;

	msg->header = (struct ic_header *)(pipe + 1);
	msg->body = (u8 *)(msg->header + 1);
	msg->body_len = len - IC_ENVELOPE;

	/* Answering an answer could go on for ever. */
	if (msg->header->flags & IC_FLAG_RESPONSE)
		return IC_DROP;

	/*
	 * Lengths are checked against what was received. A size field that
	 * promises more than that is a lie; one that says less is harmless.
	 */
	if (le16_to_cpu(msg->header->size) > msg->body_len) {
		ic_finish(msg, IC_STATUS_BAD_ARGUMENT);
		return IC_ANSWER;
	}

	type = le16_to_cpu(msg->header->message_type);
	if (type == IC_TYPE_NEGOTIATE)
		return ic_negotiate(msg, protocol, session);
	if (type != protocol->type) {
		ic_finish(msg, IC_STATUS_NOT_SUPPORTED);
		return IC_ANSWER;
	}
	if (!session->message) {
		ic_finish(msg, IC_STATUS_NOT_CONNECTED);
		return IC_ANSWER;
	}
	return IC_REQUEST;
}

void ic_finish(struct ic_message *msg, u32 status)
{
	msg->header->status = cpu_to_le32(status);
	msg->header->flags = IC_FLAG_TRANSACTION | IC_FLAG_RESPONSE;
}

u32 ic_heartbeat_answer(struct ic_message *msg)
{
	__le64 sequence;

	if (msg->body_len < IC_HEARTBEAT_MIN)
		return IC_STATUS_BAD_ARGUMENT;
	memcpy(&sequence, msg->body, sizeof(sequence));
	sequence = cpu_to_le64(le64_to_cpu(sequence) + 1);
	memcpy(msg->body, &sequence, sizeof(sequence));
	return IC_STATUS_OK;
}

u32 ic_shutdown_decode(const struct ic_message *msg, bool can_hibernate,
		       enum ic_power_action *action, bool *forced)
{
	__le32 wire_flags;
	u32 flags;

	*action = IC_POWER_NONE;
	*forced = false;
	/* Half a message must not switch a machine off: all of it or nothing. */
	if (msg->body_len < sizeof(struct ic_shutdown))
		return IC_STATUS_BAD_ARGUMENT;
	memcpy(&wire_flags, msg->body + offsetof(struct ic_shutdown, flags),
	       sizeof(wire_flags));
	flags = le32_to_cpu(wire_flags);

	switch (flags & ~IC_SHUTDOWN_FORCE) {
	case IC_SHUTDOWN_POWEROFF:
		*action = IC_POWER_OFF;
		break;
	case IC_SHUTDOWN_RESTART:
		*action = IC_POWER_RESTART;
		break;
	case IC_SHUTDOWN_HIBERNATE:
		if (!can_hibernate)
			return IC_STATUS_FAIL;
		*action = IC_POWER_HIBERNATE;
		break;
	default:
		return IC_STATUS_FAIL;
	}
	*forced = (flags & IC_SHUTDOWN_FORCE) != 0;
	return IC_STATUS_OK;
}
