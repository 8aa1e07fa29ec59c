// SPDX-License-Identifier: GPL-2.0-only
/* Backup: the guest's file systems frozen and thawed on the host's command. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus.h"
#include "ic.h"
#include "services_wire.h"

#define WAIT_MS	40000

/* Newer ones exist on hosts; what the guest does not know it must not choose. */
static const u16 versions[][2] = { { 4, 0 }, { 5, 0 }, { 6, 0 }, { 7, 0 }, { 0, 0 } };

static const char *const names[] = {
	[VS_CREATE] = "create", [VS_DELETE] = "delete", [VS_HOT_BACKUP] = "check", [VS_DM_INFO] = "dminfo",
	[VS_COMPLETE] = "complete", [VS_FREEZE] = "freeze", [VS_THAW] = "thaw", [VS_RECOVER] = "recover",
};

static int vs_answer(struct ic *ic, char *out, size_t outlen)
{
	struct vs_message m;

	memcpy(&m, ic->call.body, sizeof(m));
	snprintf(out, outlen, "status %#x flags %u\n", ic->call.status, m.flags);
	return 0;
}

static int vs_command(struct ic *ic, int argc, char **argv, char *out, size_t outlen)
{
	bool later = !strcmp(argv[0], "send") && argc > 1;
	char **a = argv + later;
	u8 body[4096] = { 0 };
	int n = argc - later, len = sizeof(struct vs_message), i;

	if (!strcmp(argv[0], "answer") && argc <= 2) {
		if (ic_call(ic, NULL, 0, argc > 1 ? strtoul(argv[1], NULL, 0) * 1000 : WAIT_MS, out, outlen))
			return -1;
		return vs_answer(ic, out, outlen);
	}
	for (i = 0; i < 8 && strcmp(a[0], names[i]); i++)
		;
	if (i < 8 && n == 1) {
		body[0] = i;
		/* what a guest must overwrite */
		if (i == VS_HOT_BACKUP || i == VS_DM_INFO)
			memset(body + 8, 0xee, 4);
	} else if (!strcmp(a[0], "raw") && (n == 2 || n == 3)) {
		len = hex_parse(a[1], body, sizeof(body));
		if (n == 3 && len >= 0)
			len = strtoul(a[2], NULL, 0);
		if (len < 0 || len > (int)sizeof(body))
			goto usage;
	} else {
		goto usage;
	}
	if (ic_call(ic, body, len, later ? 0 : WAIT_MS, out, outlen))
		return -1;
	return later ? 0 : vs_answer(ic, out, outlen);
usage:
	snprintf(out, outlen, "usage: check | freeze | thaw | dminfo | create | delete | complete | recover | raw HEX [LENGTH] | send ... | answer [SECONDS]");
	return -1;
}

static const struct ic_kind kind = {
	.type = IC_VSS, .patience_ms = 70000, .versions = versions, .command = vs_command,
};

static int vs_init(struct device *d, const char *args)
{
	guid_parse("2450ee40-33bf-4fbd-892e-9fb06e9214cf", &d->instance);
	return ic_init(d, args, &kind, NULL);
}

static const struct device_ops ops = {
	.name = "vss",
	.type = { { 0x29, 0x2e, 0xfa, 0x35, 0x23, 0xea, 0x36, 0x42, 0x96, 0xae, 0x3a, 0x6e, 0xba, 0xcb, 0xa4, 0x40 } },
	.pipe = true,
	.init = vs_init, .open = ic_open, .close = ic_close, .packet = ic_packet,
	.tick = ic_tick, .command = ic_command,
};

__attribute__((constructor)) static void vs_register(void)
{
	device_register(&ops);
}
