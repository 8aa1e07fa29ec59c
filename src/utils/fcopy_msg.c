// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages of the file copy service: pure code, see fcopy_msg.h.
 */
#include <hyperv/ic_proto.h>
#include "fcopy_msg.h"
#include "text.h"

static u32 fcopy_get32(const u8 *p)
{
	__le32 v;

	memcpy(&v, p, sizeof(v));
	return le32_to_cpu(v);
}

u32 fcopy_operation(const u8 *body)
{
	return fcopy_get32(body);
}

u32 fcopy_check(const u8 *body, u32 len)
{
	__le64 wire;
	u64 offset;
	u32 size;

	if (len < sizeof(struct fcopy_header))
		return IC_STATUS_BAD_ARGUMENT;
	switch (fcopy_operation(body)) {
	case FCOPY_START:
		return len < sizeof(struct fcopy_start) ?
			IC_STATUS_BAD_ARGUMENT : IC_STATUS_OK;
	case FCOPY_WRITE:
		if (len < FCOPY_AT_DATA)
			return IC_STATUS_BAD_ARGUMENT;
		size = fcopy_get32(body + offsetof(struct fcopy_write, size));
		memcpy(&wire, body + offsetof(struct fcopy_write, offset),
		       sizeof(wire));
		offset = le64_to_cpu(wire);
		if (size > FCOPY_DATA_BYTES || size > len - FCOPY_AT_DATA)
			return IC_STATUS_BAD_ARGUMENT;
		/* A file ends before 2^63. */
		if (offset > (~0ULL >> 1) - FCOPY_DATA_BYTES)
			return IC_STATUS_BAD_ARGUMENT;
		return IC_STATUS_OK;
	case FCOPY_COMPLETE:
	case FCOPY_CANCEL:
		return IC_STATUS_OK;
	default:
		return IC_STATUS_NOT_SUPPORTED;
	}
}

/* One part of a path that means the directory above. */
static bool fcopy_leads_up(const u8 *path)
{
	const u8 *p = path;

	for (;;) {
		if (p[0] == '.' && p[1] == '.' && (!p[2] || p[2] == '/'))
			return true;
		while (*p && *p != '/')
			p++;
		if (!*p)
			return false;
		p++;
	}
}

static u32 fcopy_start_to_daemon(const u8 *body, u8 *out)
{
	const u32 name_at = offsetof(struct fcopy_start, name);
	const u32 path_at = offsetof(struct fcopy_start, path);
	const u8 *name = out + name_at;
	u32 i;

	if (text_from_host(body + name_at, FCOPY_NAME_BYTES, out + name_at,
			   FCOPY_NAME_BYTES) <= 0 ||
	    text_from_host(body + path_at, FCOPY_NAME_BYTES, out + path_at,
			   FCOPY_NAME_BYTES) < 0)
		return IC_STATUS_BAD_ARGUMENT;
	for (i = 0; name[i]; i++)
		if (name[i] == '/')
			return IC_STATUS_BAD_ARGUMENT;
	if ((name[0] == '.' && !name[1]) || fcopy_leads_up(name) ||
	    fcopy_leads_up(out + path_at))
		return IC_STATUS_BAD_ARGUMENT;
	memcpy(out + offsetof(struct fcopy_start, flags),
	       body + offsetof(struct fcopy_start, flags),
	       sizeof(__le32) + sizeof(__le64));
	return IC_STATUS_OK;
}

u32 fcopy_to_daemon(const u8 *body, u8 *out, u32 *out_len)
{
	u32 size;

	memset(out, 0, FCOPY_DAEMON_BYTES);
	memcpy(out, body, sizeof(struct fcopy_header));
	switch (fcopy_operation(body)) {
	case FCOPY_START:
		*out_len = sizeof(struct fcopy_start);
		return fcopy_start_to_daemon(body, out);
	case FCOPY_WRITE:
		size = fcopy_get32(body + offsetof(struct fcopy_write, size));
		*out_len = sizeof(struct fcopy_write);
		memcpy(out, body, FCOPY_AT_DATA + size);
		return IC_STATUS_OK;
	default:
		*out_len = sizeof(struct fcopy_header);
		return IC_STATUS_OK;
	}
}

u32 fcopy_cancel(u8 *out)
{
	__le32 operation = cpu_to_le32(FCOPY_CANCEL);

	memset(out, 0, sizeof(struct fcopy_header));
	memcpy(out, &operation, sizeof(operation));
	return sizeof(struct fcopy_header);
}
