// SPDX-License-Identifier: GPL-2.0-only
/* Shutdown: the host asks the guest to power off, restart or hibernate. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ic.h"

enum { SD_FORCE = 1, SD_RESTART = 2, SD_HIBERNATE = 4 };

static const u16 versions[][2] = { { 1, 0 }, { 3, 0 }, { 3, 1 }, { 3, 2 }, { 0, 0 } };

static void sd_reply(struct ic *ic, const struct ic_head *head, const u8 *body, u32 len)
{
	(void)body;
	(void)len;
	trace("dev", "%s: the guest answers %#x", ic->dev->name, head->status);
	counter_add(head->status ? "shutdown.refused" : "shutdown.accepted", 1);
}

static int sd_command(struct ic *ic, int argc, char **argv, char *out, size_t outlen)
{
	struct ic_shutdown_body b = { .reason = 0x80000000u, .timeout_seconds = 60 };
	static const char text[] = "stand-in host";
	unsigned int i;

	if (!strcmp(argv[0], "poweroff"))
		b.flags = 0;
	else if (!strcmp(argv[0], "reboot"))
		b.flags = SD_RESTART;
	else if (!strcmp(argv[0], "hibernate"))
		b.flags = SD_HIBERNATE;
	else if (!strcmp(argv[0], "flags") && argc > 1)
		b.flags = strtoul(argv[1], NULL, 0);
	else
		goto usage;
	for (i = strcmp(argv[0], "flags") ? 1 : 2; i < (unsigned int)argc; i++) {
		if (strcmp(argv[i], "force"))
			goto usage;
		b.flags |= SD_FORCE;
	}
	for (i = 0; i < sizeof(text); i++)
		b.message[i] = text[i];
	if (ic_request(ic, &b, sizeof(b))) {
		snprintf(out, outlen, "%s: the guest has not agreed on a version", ic->dev->name);
		return -1;
	}
	return 0;
usage:
	snprintf(out, outlen, "usage: poweroff|reboot|hibernate|flags N [force] | status | renegotiate | versions LIST");
	return -1;
}

static const struct ic_kind kind = {
	.type = IC_SHUTDOWN, .versions = versions, .reply = sd_reply, .command = sd_command,
};

static int sd_init(struct device *d, const char *args)
{
	guid_parse("b6650ff7-33bc-4840-8048-e0676786f393", &d->instance);
	return ic_init(d, args, &kind, NULL);
}

static const struct device_ops ops = {
	.name = "shutdown",
	.type = { { 0x31, 0x60, 0x0b, 0x0e, 0x13, 0x52, 0x34, 0x49, 0x81, 0x8b, 0x38, 0xd9, 0x0c, 0xed, 0x39, 0xdb } },
	.pipe = true,
	.init = sd_init, .open = ic_open, .close = ic_close, .packet = ic_packet,
	.tick = ic_tick, .command = ic_command,
};

__attribute__((constructor)) static void sd_register(void)
{
	device_register(&ops);
}
