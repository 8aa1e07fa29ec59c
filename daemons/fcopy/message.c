// SPDX-License-Identifier: GPL-2.0-only
/* Requests of the file copy service; pure code, see message.h. */
#include "message.h"
#include "lib/text.h"

#include <string.h>

#define NAME_BYTES_MAX 255	/* of one part of a path, on every file system */

/* One part of a path: what may be a name of a file. */
static int part_ok(const char *s, size_t len)
{
	size_t i;

	if (!len || len > NAME_BYTES_MAX)
		return 0;
	if (s[0] == '.' && (len == 1 || (len == 2 && s[1] == '.')))
		return 0;
	for (i = 0; i < len; i++)
		if (s[i] == '/' || (unsigned char)s[i] < 0x20 || s[i] == 0x7f)
			return 0;
	return 1;
}

static int take_name(char *to, const uint8_t *field)
{
	const uint8_t *zero = memchr(field, 0, FCOPY_NODE_NAME_BYTES);

	if (!zero)
		return -1;
	memcpy(to, field, (size_t)(zero - field) + 1);
	return text_utf8_ok(to, (size_t)(zero - field)) ? 0 : -1;
}

static int directory_ok(const char *directory)
{
	const char *at = directory, *end = directory + strlen(directory), *part;
	long n;

	if (directory[0] != '/')
		return 0;
	while ((n = text_next(&at, end, '/', &part)) >= 0) {
		if (!n || (n == 1 && part[0] == '.'))
			continue;
		if (!part_ok(part, (size_t)n))
			return 0;
	}
	return 1;
}

static uint32_t parse_start(const void *buf, size_t len, struct fcopy_request *r)
{
	struct fcopy_node_start m;

	if (len < sizeof(m))
		return HV_NODE_BAD_ARGUMENT;
	memcpy(&m, buf, sizeof(m));
	if (take_name(r->directory, m.directory) || take_name(r->file, m.file) ||
	    !directory_ok(r->directory) || !part_ok(r->file, strlen(r->file)))
		return HV_NODE_BAD_ARGUMENT;
	r->flags = m.flags;
	r->size = m.size;
	/* off_t has a sign */
	return r->size >> 63 ? HV_NODE_BAD_ARGUMENT : HV_NODE_OK;
}

static uint32_t parse_write(const void *buf, size_t len, struct fcopy_request *r)
{
	const size_t head = sizeof(struct fcopy_node_write) - FCOPY_NODE_BLOCK;
	struct fcopy_node_write m;

	if (len < head)
		return HV_NODE_BAD_ARGUMENT;
	memcpy(&m, buf, head);
	if (m.length > FCOPY_NODE_BLOCK || m.length > len - head)
		return HV_NODE_BAD_ARGUMENT;
	r->offset = m.offset;
	r->length = m.length;
	r->data = (const uint8_t *)buf + head;
	return HV_NODE_OK;
}

uint32_t fcopy_request_parse(const void *buf, size_t len, struct fcopy_request *r)
{
	uint32_t operation;

	memset(r, 0, sizeof(*r));
	r->operation = ~0u;
	if (len < sizeof(struct fcopy_node_head))
		return HV_NODE_BAD_ARGUMENT;
	memcpy(&operation, buf, sizeof(operation));
	r->operation = operation;
	switch (operation) {
	case FCOPY_NODE_START:
		return parse_start(buf, len, r);
	case FCOPY_NODE_WRITE:
		return parse_write(buf, len, r);
	case FCOPY_NODE_COMPLETE:
	case FCOPY_NODE_CANCEL:
		return HV_NODE_OK;
	default:
		return HV_NODE_UNSUPPORTED;
	}
}

int fcopy_block_ok(const struct fcopy_progress *p, uint64_t offset, uint32_t length)
{
	uint64_t most = ~(uint64_t)0 >> 1;

	if (offset > most || length > most - offset)
		return 0;
	return !p->size || offset + length <= p->size;
}
