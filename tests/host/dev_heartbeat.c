// SPDX-License-Identifier: GPL-2.0-only
/* Heartbeat: a sequence number every two seconds, to come back one higher. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ic.h"

struct heartbeat {
	u64 period_ns, next_at, sequence;
	u64 good;
	u32 state;
};

static const u16 versions[][2] = { { 1, 0 }, { 3, 0 }, { 0, 0 } };

static void hb_ready(struct ic *ic)
{
	struct heartbeat *h = ic->priv;

	h->next_at = now_ns();
}

static void hb_tick(struct ic *ic)
{
	struct heartbeat *h = ic->priv;
	struct { u64 sequence; u32 state, rsvd[7]; } body = { 0 };

	if (now_ns() < h->next_at)
		return;
	h->next_at = now_ns() + h->period_ns;
	h->sequence += 2;
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	body.sequence = h->sequence;
	ic_request(ic, &body, sizeof(body));
}

static void hb_reply(struct ic *ic, const struct ic_head *head, const u8 *body, u32 len)
{
	struct heartbeat *h = ic->priv;
	u64 seq;

	if (head->status || len < 8) {
		check_failed("heartbeat", "%s: status %#x, %u bytes", ic->dev->name, head->status, len);
		return;
	}
	memcpy(&seq, body, 8);
	if (len >= 12)
		memcpy(&h->state, body + 8, 4);
	/* even numbers go out, so a good answer is odd and not ahead of what was sent */
	if (!(seq & 1) || seq > h->sequence + 1)
		check_failed("heartbeat", "%s: sequence %llu after %llu", ic->dev->name,
			     (unsigned long long)seq, (unsigned long long)h->sequence);
	else
		h->good++;
	counter_add("heartbeat.replies", 1);
}

static int hb_option(struct ic *ic, const char *key, const char *val)
{
	struct heartbeat *h = ic->priv;

	if (strcmp(key, "period"))
		return 0;
	h->period_ns = strtoull(val, NULL, 0) * 1000000;
	return 1;
}

static int hb_command(struct ic *ic, int argc, char **argv, char *out, size_t outlen)
{
	struct heartbeat *h = ic->priv;

	if (argc == 1 && !strcmp(argv[0], "count")) {
		snprintf(out, outlen, "replies %llu state %u\n", (unsigned long long)h->good, h->state);
		return 0;
	}
	if (argc == 2 && !strcmp(argv[0], "period") && atoi(argv[1]) > 0) {
		h->period_ns = strtoull(argv[1], NULL, 0) * 1000000;
		h->next_at = now_ns();
		return 0;
	}
	snprintf(out, outlen, "usage: count | period MS | status | renegotiate | versions LIST | mute on|off");
	return -1;
}

static const struct ic_kind kind = {
	.type = IC_HEARTBEAT, .versions = versions, .ready = hb_ready, .reply = hb_reply,
	.tick = hb_tick, .option = hb_option, .command = hb_command,
};

static int hb_init(struct device *d, const char *args)
{
	struct heartbeat *h = calloc(1, sizeof(*h));

	if (!h)
		die(4, "out of memory for %s", d->name);
	h->period_ns = 2000000000ull;
	return ic_init(d, args, &kind, h);
}

static const struct device_ops ops = {
	.name = "heartbeat",
	.type = { { 0x39, 0x4f, 0x16, 0x57, 0x15, 0x91, 0x78, 0x4e, 0xab, 0x55, 0x38, 0x2f, 0x3b, 0xd5, 0x42, 0x2d } },
	.pipe = true,
	.init = hb_init, .open = ic_open, .close = ic_close, .packet = ic_packet,
	.tick = ic_tick, .command = ic_command,
};

__attribute__((constructor)) static void hb_register(void)
{
	device_register(&ops);
}
