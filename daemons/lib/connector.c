// SPDX-License-Identifier: GPL-2.0-only
/* Frames of the netlink connector; pure code, see connector.h. */
#include "connector.h"

#include <stdint.h>
#include <string.h>

#define NL_DONE	3

/* The two headers, as they lie in a packet: 16 and 20 bytes. */
struct frame {
	uint32_t nl_len;
	uint16_t nl_type;
	uint16_t nl_flags;
	uint32_t nl_seq;
	uint32_t nl_pid;
	uint32_t index;
	uint32_t value;
	uint32_t seq;
	uint32_t ack;
	uint16_t len;
	uint16_t flags;
};

size_t connector_parse(const void *packet, size_t len, unsigned int index, void *buf, size_t size)
{
	struct frame f;

	if (len < sizeof(f))
		return 0;
	memcpy(&f, packet, sizeof(f));
	if (f.nl_len < sizeof(f) || f.nl_len > len || f.nl_type != NL_DONE)
		return 0;
	if (f.index != index || f.len > f.nl_len - sizeof(f) || f.len > size)
		return 0;
	memcpy(buf, (const char *)packet + sizeof(f), f.len);
	return f.len;
}

size_t connector_build(void *packet, size_t size, unsigned int index, const void *buf, size_t len)
{
	struct frame f;

	if (size < sizeof(f) || len > size - sizeof(f) || len > 0xffff)
		return 0;
	memset(&f, 0, sizeof(f));
	f.nl_len = (uint32_t)(sizeof(f) + len);
	f.nl_type = NL_DONE;
	f.index = index;
	f.value = 1;
	f.len = (uint16_t)len;
	memcpy(packet, &f, sizeof(f));
	memcpy((char *)packet + sizeof(f), buf, len);
	return sizeof(f) + len;
}
