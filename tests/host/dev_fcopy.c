// SPDX-License-Identifier: GPL-2.0-only
/* File copy: the host pushes files into the guest, block by block. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus.h"
#include "ic.h"
#include "services_wire.h"

#define WAIT_MS	40000

static const u16 versions[][2] = { { 1, 1 }, { 0, 0 } };

static int widen(const char *text, u16 *out)
{
	const u8 *p = (const u8 *)text;
	unsigned int n = 0, more;
	u32 c;

	for (; *p; p++) {
		c = *p;
		more = c < 0xc0 ? 0 : c < 0xe0 ? 1 : 2;	/* what lies beyond 16 bits comes as raw bytes */
		c = more == 1 ? c & 0x1f : more == 2 ? c & 0xf : c;
		for (; more && p[1]; more--)
			c = c << 6 | (*++p & 0x3f);
		if (n + 1 >= FC_NAME_UNITS)
			return -1;
		out[n++] = c;
	}
	return 0;
}

static int start(struct ic *ic, const char *name, const char *path, u32 flags, u64 size, bool later, char *out,
		 size_t outlen)
{
	struct fc_start m = { .h.operation = FC_START, .flags = flags, .size = size };
	u16 wide[FC_NAME_UNITS] = { 0 };

	if (widen(name, wide)) {
		snprintf(out, outlen, "the name is too long");
		return -1;
	}
	memcpy(m.name, wide, sizeof(wide));
	memset(wide, 0, sizeof(wide));
	if (widen(path, wide)) {
		snprintf(out, outlen, "the path is too long");
		return -1;
	}
	memcpy(m.path, wide, sizeof(wide));
	return ic_call(ic, &m, sizeof(m), later ? 0 : WAIT_MS, out, outlen);
}

static int block(struct ic *ic, u64 offset, const u8 *data, u32 len, u32 claimed, bool later, char *out,
		 size_t outlen)
{
	struct fc_write m = { .h.operation = FC_WRITE, .offset = offset, .length = claimed };

	if (data)
		memcpy(m.data, data, len);
	else
		memset(m.data, 'A' + offset / FC_BLOCK % 26, len);
	return ic_call(ic, &m, sizeof(m), later ? 0 : WAIT_MS, out, outlen);
}

static int plain(struct ic *ic, u32 operation, bool later, char *out, size_t outlen)
{
	struct fc_head m = { .operation = operation };

	return ic_call(ic, &m, sizeof(m), later ? 0 : WAIT_MS, out, outlen);
}

/* A whole file of the host. Stops at the first failure and cancels, as hosts do. */
static int copy(struct ic *ic, const char *from, const char *name, const char *path, u32 flags, char *out,
		size_t outlen)
{
	FILE *f = fopen(from, "rb");
	u8 data[FC_BLOCK];
	u64 offset = 0;
	u32 status = 0;
	size_t n;
	int rc;

	if (!f || fseek(f, 0, SEEK_END)) {
		snprintf(out, outlen, "cannot read %s: %s", from, strerror(errno));
		if (f)
			fclose(f);
		return -1;
	}
	n = ftell(f);
	rewind(f);
	rc = start(ic, name, path, flags, n, false, out, outlen);
	if (!rc)
		status = ic->call.status;
	while (!rc && !status && (n = fread(data, 1, sizeof(data), f))) {
		rc = block(ic, offset, data, n, n, false, out, outlen);
		status = ic->call.status;
		offset += n;
	}
	fclose(f);
	if (rc)
		return rc;
	if (status)
		plain(ic, FC_CANCEL, false, out, outlen);
	else if (plain(ic, FC_COMPLETE, false, out, outlen))
		return -1;
	else
		status = ic->call.status;
	snprintf(out, outlen, "status %#x bytes %llu\n", status, (unsigned long long)offset);
	return 0;
}

static int fc_command(struct ic *ic, int argc, char **argv, char *out, size_t outlen)
{
	bool later = !strcmp(argv[0], "send") && argc > 1;
	char **a = argv + later;
	int n = argc - later, rc, len;
	u8 raw[8192] = { 0 };

	if (!strcmp(a[0], "start") && n == 5)
		rc = start(ic, a[1], a[2], strtoul(a[3], NULL, 0), strtoull(a[4], NULL, 0), later, out, outlen);
	else if (!strcmp(a[0], "write") && (n == 3 || n == 4) && strtoul(a[2], NULL, 0) <= FC_BLOCK)
		rc = block(ic, strtoull(a[1], NULL, 0), NULL, strtoul(a[2], NULL, 0),
			   strtoul(a[n - 1], NULL, 0), later, out, outlen);
	else if (!strcmp(a[0], "complete") && n == 1)
		rc = plain(ic, FC_COMPLETE, later, out, outlen);
	else if (!strcmp(a[0], "cancel") && n == 1)
		rc = plain(ic, FC_CANCEL, later, out, outlen);
	else if (!strcmp(argv[0], "copy") && argc == 5)
		return copy(ic, argv[1], argv[2], argv[3], strtoul(argv[4], NULL, 0), out, outlen);
	else if (!strcmp(a[0], "raw") && (n == 2 || n == 3)) {
		len = hex_parse(a[1], raw, sizeof(raw));
		if (n == 3 && len >= 0)
			len = strtoul(a[2], NULL, 0);
		if (len < 0 || len > (int)sizeof(raw))
			goto usage;
		rc = ic_call(ic, raw, len, later ? 0 : WAIT_MS, out, outlen);
	} else if (!strcmp(argv[0], "answer") && argc <= 2)
		rc = ic_call(ic, NULL, 0, argc > 1 ? strtoul(argv[1], NULL, 0) * 1000 : WAIT_MS, out, outlen);
	else
		goto usage;
	if (!rc && !later)
		snprintf(out, outlen, "status %#x\n", ic->call.status);
	return rc;
usage:
	snprintf(out, outlen, "usage: start NAME PATH FLAGS SIZE | write OFFSET LENGTH [CLAIMED] | complete | cancel | copy FILE NAME PATH FLAGS | raw HEX [LENGTH] | send ... | answer [SECONDS]");
	return -1;
}

static const struct ic_kind kind = {
	.type = IC_FCOPY, .patience_ms = 70000, .versions = versions, .command = fc_command,
};

static int fc_init(struct device *d, const char *args)
{
	guid_parse("eb765408-105f-49b6-b4aa-c123b64d17d4", &d->instance);
	return ic_init(d, args, &kind, NULL);
}

static const struct device_ops ops = {
	.name = "fcopy",
	.type = { { 0xe3, 0x4b, 0xd1, 0x34, 0xe4, 0xde, 0xc8, 0x41, 0x9a, 0xe7, 0x6b, 0x17, 0x49, 0x77, 0xc1, 0x92 } },
	.pipe = true,
	.init = fc_init, .open = ic_open, .close = ic_close, .packet = ic_packet,
	.tick = ic_tick, .command = ic_command,
};

__attribute__((constructor)) static void fc_register(void)
{
	device_register(&ops);
}
