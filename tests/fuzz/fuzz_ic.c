// SPDX-License-Identifier: GPL-2.0-only
/* Fuzz target: messages of the integration components and their bodies. */
/* sources: src/utils/ic.c src/utils/timesync_math.c */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "utils/ic.h"
#include "utils/timesync_math.h"

static const u32 versions[] = { IC_VERSION(3, 0), IC_VERSION(1, 0) };

static void must(int condition)
{
	if (!condition)
		abort();
}

/* What holds for every answer, whatever the host sent. */
static void check_answer(const u8 *packet, const struct ic_message *msg,
			 u32 len)
{
	must(msg->header == (const struct ic_header *)(packet + 8));
	must(msg->body_len == len - IC_ENVELOPE);
	must(msg->header->flags == (IC_FLAG_TRANSACTION | IC_FLAG_RESPONSE));
}

/*
 * Input: one byte that chooses the component and whether there is a session,
 * eight bytes of reference time, then the packet.
 */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const u16 types[] = {
		IC_TYPE_HEARTBEAT, IC_TYPE_SHUTDOWN, IC_TYPE_TIMESYNC
	};
	struct ic_protocol protocol = { 0, versions, ARRAY_SIZE(versions) };
	struct ic_session session = { 0, 0 };
	struct ic_session before;
	struct timesync_sample sample;
	enum ic_power_action action;
	struct ic_message msg;
	u8 choice, *packet;
	u64 ref_now;
	bool forced;
	s64 ns;
	u32 len, status = IC_STATUS_OK;

	if (size < 9 || size - 9 > IC_MAX_MESSAGE + 8)
		return 0;
	choice = data[0];
	ref_now = get_unaligned_le64(data + 1);
	len = (u32)(size - 9);
	/* exactly as long as the packet, so that one byte too far is seen */
	packet = malloc(len ? len : 1);
	must(packet != NULL);
	memcpy(packet, data + 9, len);

	protocol.type = types[choice % 3];
	if (choice & 4) {
		session.framework = IC_VERSION(3, 0);
		session.message = choice & 8 ? IC_VERSION(4, 0) :
					       IC_VERSION(3, 0);
	}
	before = session;

	switch (ic_receive(packet, len, &protocol, &session, &msg)) {
	case IC_DROP:
		must(!memcmp(packet, data + 9, len));
		must(!memcmp(&session, &before, sizeof(session)));
		break;
	case IC_ANSWER:
		check_answer(packet, &msg, len);
		must(msg.header->status != IC_STATUS_OK);
		must(!memcmp(&session, &before, sizeof(session)));
		break;
	case IC_NEGOTIATED:
		check_answer(packet, &msg, len);
		must(!session.framework == !session.message);
		must(!session.message || session.message == versions[0] ||
		     session.message == versions[1]);
		break;
	case IC_REQUEST:
		must(session.message != 0);
		switch (protocol.type) {
		case IC_TYPE_HEARTBEAT:
			status = ic_heartbeat_answer(&msg);
			break;
		case IC_TYPE_SHUTDOWN:
			status = ic_shutdown_decode(&msg, choice & 16, &action,
						    &forced);
			must((status == IC_STATUS_OK) ==
			     (action != IC_POWER_NONE));
			must(action != IC_POWER_HIBERNATE || (choice & 16));
			break;
		case IC_TYPE_TIMESYNC:
			if (timesync_decode(msg.body, msg.body_len,
					    session.message, ref_now, &sample))
				break;
			if (timesync_project(&sample, ref_now, &ns) == 0) {
				must(ns >= 0);
				(void)timesync_behind(ns, (s64)ref_now);
			}
			break;
		}
		ic_finish(&msg, status);
		check_answer(packet, &msg, len);
		break;
	}
	free(packet);
	return 0;
}
