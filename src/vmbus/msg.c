// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checks of control messages and the list of versions: pure code.
 */
#include "msg.h"

/*
 * Shortest acceptable message of each type that a guest receives: every field
 * that we read is covered. Types that only the guest sends stay 0.
 */
static const u8 vmbus_msg_sizes[VMBUS_MSG_COUNT] = {
	[VMBUS_MSG_OFFER]		= sizeof(struct vmbus_offer),
	[VMBUS_MSG_RESCIND]		= sizeof(struct vmbus_rescind),
	[VMBUS_MSG_ALL_OFFERS]		= sizeof(struct vmbus_msg_header),
	[VMBUS_MSG_OPEN_RESULT]		= sizeof(struct vmbus_open_result),
	[VMBUS_MSG_GPADL_CREATED]	= sizeof(struct vmbus_gpadl_created),
	[VMBUS_MSG_GPADL_TORNDOWN]	= sizeof(struct vmbus_gpadl_torndown),
	[VMBUS_MSG_VERSION_RESPONSE]	= sizeof(struct vmbus_version_response),
	[VMBUS_MSG_UNLOAD_RESPONSE]	= sizeof(struct vmbus_msg_header),
	[VMBUS_MSG_TL_CONNECT_RESULT]	= sizeof(struct vmbus_tl_connect_result),
	[VMBUS_MSG_MODIFY_RESPONSE]	= sizeof(struct vmbus_modify_response),
};

static const u32 vmbus_versions[] = {	/* newest first */
	VMBUS_VERSION_WIN10_V6_0,
	VMBUS_VERSION_WIN10_V5_3,
	VMBUS_VERSION_WIN10_V5_2,
	VMBUS_VERSION_WIN10_V5_1,
	VMBUS_VERSION_WIN10_V5,
	VMBUS_VERSION_WIN10_V4_1,
	VMBUS_VERSION_WIN10,
	VMBUS_VERSION_WIN8_1,
	VMBUS_VERSION_WIN8,
	VMBUS_VERSION_WIN7,
	VMBUS_VERSION_WS2008,
};

static u32 get_u32(const void *msg, u32 offset)
{
	u32 value;

	memcpy(&value, (const u8 *)msg + offset, sizeof(value));
	return value;
}

u32 vmbus_msg_size(u32 type)
{
	return type < VMBUS_MSG_COUNT ? vmbus_msg_sizes[type] : 0;
}

int vmbus_msg_check(const void *msg, u32 len)
{
	u32 type, size;

	if (len < sizeof(struct vmbus_msg_header) || len > VMBUS_MESSAGE_MAX)
		return -EINVAL;
	type = get_u32(msg, 0);
	size = vmbus_msg_size(type);
	if (!size || len < size)
		return -EINVAL;
	return type;
}

int vmbus_offer_check(const struct vmbus_offer *offer)
{
	if (offer->relid == 0 || offer->relid >= VMBUS_MAX_CHANNELS)
		return -EINVAL;
	return 0;
}

bool vmbus_answer_matches(const void *msg, u32 type, u32 key, u32 key2)
{
	if (get_u32(msg, 0) != type)
		return false;
	switch (type) {
	case VMBUS_MSG_OPEN_RESULT:
	case VMBUS_MSG_GPADL_CREATED:
		return get_u32(msg, 8) == key && get_u32(msg, 12) == key2;
	case VMBUS_MSG_GPADL_TORNDOWN:
	case VMBUS_MSG_MODIFY_RESPONSE:
		return get_u32(msg, 8) == key;
	case VMBUS_MSG_VERSION_RESPONSE:
	case VMBUS_MSG_UNLOAD_RESPONSE:
		return true;
	}
	return false;
}

u32 vmbus_older_version(u32 version)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(vmbus_versions); i++)
		if (vmbus_versions[i] < version)
			return vmbus_versions[i];
	return 0;
}

/* Digits at *@s into *@value, which must not exceed @max. */
static int parse_digits(const char **s, u32 base, u32 max, u32 *value)
{
	const char *p = *s;
	u64 v = 0;
	u32 digit;

	for (; *p; p++) {
		if (*p >= '0' && *p <= '9')
			digit = *p - '0';
		else if (base == 16 && *p >= 'a' && *p <= 'f')
			digit = *p - 'a' + 10;
		else if (base == 16 && *p >= 'A' && *p <= 'F')
			digit = *p - 'A' + 10;
		else
			break;
		v = v * base + digit;
		if (v > max)
			return -EINVAL;
	}
	if (p == *s)
		return -EINVAL;
	*s = p;
	*value = (u32)v;
	return 0;
}

int vmbus_parse_version(const char *text, u32 *version)
{
	u32 major, minor;
	int ret;

	if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X')) {
		text += 2;
		ret = parse_digits(&text, 16, 0xFFFFFFFFu, &major);
		if (ret == 0)
			*version = major;
	} else {
		ret = parse_digits(&text, 10, 0xFFFFFFFFu, &major);
		if (ret == 0 && *text == '.') {
			text++;
			if (major > 0xFFFF)
				return -EINVAL;
			ret = parse_digits(&text, 10, 0xFFFF, &minor);
			if (ret == 0)
				*version = VMBUS_VERSION(major, minor);
		} else if (ret == 0) {
			*version = major;
		}
	}
	if (ret)
		return ret;
	if (*text == '\n')
		text++;
	return *text ? -EINVAL : 0;
}

u32 vmbus_contact_id(u32 version)
{
	return version >= VMBUS_VERSION_WIN10_V5 ?
		VMBUS_MESSAGE_CONNECTION_ID_4 : VMBUS_MESSAGE_CONNECTION_ID;
}
