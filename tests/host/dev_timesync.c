// SPDX-License-Identifier: GPL-2.0-only
/* Time sync: the host's wall clock, as an order to step or as a sample. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ic.h"

enum { TS_PROBE = 0, TS_SYNC = 1, TS_SAMPLE = 2 };

struct timesync {
	u64 period_ns, next_at;
	bool first;
};

static const u16 versions[][2] = { { 1, 0 }, { 3, 0 }, { 4, 0 }, { 0, 0 } };

static int ts_send(struct ic *ic, u8 flags, s64 skew_100ns)
{
	if (ic_version_at_least(ic, 4)) {
		struct ic_timesync_v4 b = { .flags = flags, .stratum = 1 };

		b.vm_reference_time = ref_time();
		b.parent_time = host_time_100ns() + skew_100ns;
		return ic_request(ic, &b, sizeof(b));
	} else {
		struct ic_timesync_v1 b = { .flags = flags };

		b.parent_time = host_time_100ns() + skew_100ns;
		return ic_request(ic, &b, sizeof(b));
	}
}

static void ts_ready(struct ic *ic)
{
	struct timesync *t = ic->priv;

	t->first = true;
	t->next_at = now_ns();
}

static void ts_tick(struct ic *ic)
{
	struct timesync *t = ic->priv;

	if (!t->period_ns || now_ns() < t->next_at)
		return;
	t->next_at = now_ns() + t->period_ns;
	ts_send(ic, t->first ? TS_SYNC : TS_SAMPLE, 0);
	t->first = false;
}

static int ts_option(struct ic *ic, const char *key, const char *val)
{
	struct timesync *t = ic->priv;

	if (strcmp(key, "period"))
		return 0;
	t->period_ns = strtoull(val, NULL, 0) * 1000000;
	return 1;
}

static void ts_reply(struct ic *ic, const struct ic_head *head, const u8 *body, u32 len)
{
	(void)body;
	(void)len;
	if (head->status)
		check_failed("timesync", "%s: status %#x", ic->dev->name, head->status);
	counter_add("timesync.replies", 1);
}

static int ts_command(struct ic *ic, int argc, char **argv, char *out, size_t outlen)
{
	struct timesync *t = ic->priv;
	s64 skew = argc > 1 ? strtoll(argv[1], NULL, 0) * 10000 : 0;	/* ms */
	u8 flags;

	if (!strcmp(argv[0], "sync")) {
		flags = TS_SYNC;
	} else if (!strcmp(argv[0], "sample")) {
		flags = TS_SAMPLE;
	} else if (!strcmp(argv[0], "period") && argc == 2) {
		t->period_ns = strtoull(argv[1], NULL, 0) * 1000000;
		return 0;
	} else {
		snprintf(out, outlen, "usage: sync|sample [SKEW-MS] | period MS | status | renegotiate | versions LIST | mute on|off");
		return -1;
	}
	if (ts_send(ic, flags, skew)) {
		snprintf(out, outlen, "%s: the guest has not agreed on a version", ic->dev->name);
		return -1;
	}
	return 0;
}

static const struct ic_kind kind = {
	.type = IC_TIMESYNC, .versions = versions, .ready = ts_ready, .reply = ts_reply,
	.tick = ts_tick, .option = ts_option, .command = ts_command,
};

static int ts_init(struct device *d, const char *args)
{
	struct timesync *t = calloc(1, sizeof(*t));

	if (!t)
		die(4, "out of memory for %s", d->name);
	t->period_ns = 5000000000ull;
	guid_parse("2dd1ce17-079e-403c-b352-a1921ee207ee", &d->instance);
	return ic_init(d, args, &kind, t);
}

static const struct device_ops ops = {
	.name = "timesync",
	.type = { { 0x30, 0xe6, 0x27, 0x95, 0xae, 0xd0, 0x7b, 0x49, 0xad, 0xce, 0xe8, 0x0a, 0xb0, 0x17, 0x5c, 0xaf } },
	.pipe = true,
	.init = ts_init, .open = ic_open, .close = ic_close, .packet = ic_packet,
	.tick = ic_tick, .command = ic_command,
};

__attribute__((constructor)) static void ts_register(void)
{
	device_register(&ops);
}
