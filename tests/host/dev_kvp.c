// SPDX-License-Identifier: GPL-2.0-only
/* Data exchange: keys and values of the guest's pools, addresses of its adapters. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus.h"
#include "ic.h"
#include "services_wire.h"

#define WAIT_MS	40000

static const u16 versions[][2] = { { 1, 0 }, { 3, 0 }, { 4, 0 }, { 0, 0 } };

union kv_any {
	u8 operation;
	struct kv_message m;
	struct kv_enumerate e;
	struct kv_delete d;
	struct kv_ip ip;
	u8 bytes[8192];
};

static __attribute__((format(printf, 3, 4))) void add(char *out, size_t outlen, const char *fmt, ...)
{
	size_t n = strlen(out);
	va_list ap;

	va_start(ap, fmt);
	if (n < outlen)
		vsnprintf(out + n, outlen - n, fmt, ap);
	va_end(ap);
}

/* UTF-8 of a command line to UTF-16; the size in bytes with terminator, 0 when it does not fit. */
static unsigned int widen(const char *text, u16 *out, unsigned int units)
{
	const u8 *p = (const u8 *)text;
	unsigned int n = 0, more, i;
	u32 c;

	for (; *p; p++) {
		c = *p;
		more = c < 0x80 ? 0 : c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
		c = more == 1 ? c & 0x1f : more == 2 ? c & 0xf : more == 3 ? c & 7 : c;
		for (i = 0; i < more && p[1]; i++)
			c = c << 6 | (*++p & 0x3f);
		if (n + 2 >= units)
			return 0;
		if (c > 0xffff) {
			out[n++] = 0xd800 + ((c - 0x10000) >> 10);
			out[n++] = 0xdc00 + ((c - 0x10000) & 0x3ff);
		} else {
			out[n++] = c;
		}
	}
	out[n] = 0;
	return 2 * (n + 1);
}

/* The guest's UTF-16 as UTF-8; control characters and lone surrogates are shown in hex. */
static void narrow(const u16 *in, unsigned int units, char *out)
{
	unsigned int i;
	u32 c;

	for (i = 0; i < units && in[i]; i++) {
		c = in[i];
		if (c >= 0xd800 && c < 0xdc00 && i + 1 < units && in[i + 1] >= 0xdc00 && in[i + 1] < 0xe000)
			c = 0x10000 + ((c - 0xd800) << 10) + (in[++i] - 0xdc00);
		if (c < 0x20 || c == 0x7f || (c >= 0xd800 && c < 0xe000))
			out += sprintf(out, "\\x%x", c);
		else if (c < 0x80)
			out += sprintf(out, "%c", c);
		else if (c < 0x800)
			out += sprintf(out, "%c%c", 0xc0 | c >> 6, 0x80 | (c & 0x3f));
		else if (c < 0x10000)
			out += sprintf(out, "%c%c%c", 0xe0 | c >> 12, 0x80 | (c >> 6 & 0x3f), 0x80 | (c & 0x3f));
		else
			out += sprintf(out, "%c%c%c%c", 0xf0 | c >> 18, 0x80 | (c >> 12 & 0x3f),
				       0x80 | (c >> 6 & 0x3f), 0x80 | (c & 0x3f));
	}
	*out = 0;
}

/* A string of the answer: sizes and terminator are held against the rules. */
static void show(struct ic *ic, const char *what, const u16 *in, unsigned int units, u32 size, char *out,
		 size_t outlen)
{
	char text[4 * KV_VALUE_UNITS * 2];
	u16 copy[KV_VALUE_UNITS];

	memcpy(copy, in, 2 * units);
	if (size < 2 || size > 2 * units || size % 2 || copy[size / 2 - 1])
		check_failed("kvp_size", "%s: %s of %u bytes", ic->dev->name, what, size);
	narrow(copy, units, text);
	add(out, outlen, "%s %s\n", what, text);
}

static void show_list(const char *what, const u16 *in, unsigned int units, char *out, size_t outlen)
{
	char text[4 * KV_VALUE_UNITS * 2];
	u16 copy[KV_VALUE_UNITS];

	memcpy(copy, in, 2 * units);
	narrow(copy, units, text);
	add(out, outlen, "%s %s\n", what, text);
}

static void show_answer(struct ic *ic, char *out, size_t outlen)
{
	const union kv_any *a = (const union kv_any *)ic->call.body;

	add(out, outlen, "status %#x\n", ic->call.status);
	if (ic->call.status)
		return;
	switch (a->operation) {
	case KV_GET:
		show(ic, "value", a->m.pair.value, KV_VALUE_UNITS, a->m.pair.value_size, out, outlen);
		break;
	case KV_ENUMERATE:
		show(ic, "key", a->e.pair.key, KV_KEY_UNITS, a->e.pair.key_size, out, outlen);
		show(ic, "value", a->e.pair.value, KV_VALUE_UNITS, a->e.pair.value_size, out, outlen);
		break;
	case KV_GET_IP:
		add(out, outlen, "family %u\ndhcp %u\n", a->ip.family, a->ip.dhcp);
		show_list("addresses", a->ip.address, 1024, out, outlen);
		show_list("subnets", a->ip.subnet, 1024, out, outlen);
		show_list("gateways", a->ip.gateway, 512, out, outlen);
		show_list("dns", a->ip.dns, 1024, out, outlen);
		break;
	}
}

/* Length of the request in b, 0 when the words are none. */
static unsigned int build(int argc, char **argv, union kv_any *b)
{
	unsigned int pool = argc > 1 ? strtoul(argv[1], NULL, 0) : 0;
	u64 number;
	int n;

	memset(b, 0, sizeof(*b));
	if (!strcmp(argv[0], "get") && argc == 3) {
		b->m.operation = KV_GET;
		b->m.pair.key_size = widen(argv[2], b->m.pair.key, KV_KEY_UNITS);
		n = sizeof(b->m);
	} else if (!strcmp(argv[0], "set") && argc == 4) {
		b->m.operation = KV_SET;
		b->m.pair.type = KV_STRING;
		b->m.pair.key_size = widen(argv[2], b->m.pair.key, KV_KEY_UNITS);
		b->m.pair.value_size = widen(argv[3], b->m.pair.value, KV_VALUE_UNITS);
		n = sizeof(b->m);
	} else if (!strcmp(argv[0], "setnum") && argc == 5) {
		b->m.operation = KV_SET;
		b->m.pair.type = strtoul(argv[3], NULL, 0);
		b->m.pair.key_size = widen(argv[2], b->m.pair.key, KV_KEY_UNITS);
		number = strtoull(argv[4], NULL, 0);
		b->m.pair.value_size = b->m.pair.type == KV_DWORD ? 4 : 8;
		memcpy(b->m.pair.value, &number, 8);
		n = sizeof(b->m);
	} else if (!strcmp(argv[0], "delete") && argc == 3) {
		b->d.operation = KV_DELETE;
		b->d.key_size = widen(argv[2], b->d.key, KV_KEY_UNITS);
		n = sizeof(b->d);
	} else if (!strcmp(argv[0], "enum") && argc == 3) {
		b->e.operation = KV_ENUMERATE;
		b->e.index = strtoul(argv[2], NULL, 0);
		n = sizeof(b->e);
	} else if (!strcmp(argv[0], "getip") && argc >= 2) {
		pool = 0;
		b->ip.operation = KV_GET_IP;
		widen(argv[1], b->ip.adapter, 128);
		b->ip.family = argc > 2 ? strtoul(argv[2], NULL, 0) : 3;
		n = sizeof(b->ip);
	} else if (!strcmp(argv[0], "setip") && argc == 8) {
		pool = 0;
		b->ip.operation = KV_SET_IP;
		widen(argv[1], b->ip.adapter, 128);
		b->ip.family = strtoul(argv[2], NULL, 0);
		b->ip.dhcp = strtoul(argv[3], NULL, 0);
		widen(argv[4], b->ip.address, 1024);
		widen(argv[5], b->ip.subnet, 1024);
		widen(argv[6], b->ip.gateway, 512);
		widen(argv[7], b->ip.dns, 1024);
		n = sizeof(b->ip);
	} else if (!strcmp(argv[0], "raw") && (argc == 2 || argc == 3)) {
		n = hex_parse(argv[1], b->bytes, sizeof(b->bytes));
		if (n < 0)
			return 0;
		if (argc == 3)
			n = strtoul(argv[2], NULL, 0);
		return n > (int)sizeof(b->bytes) ? 0 : n;
	} else {
		return 0;
	}
	b->m.pool = pool;
	return n;
}

/* Every record of a pool until the guest says that there are no more. */
static int list(struct ic *ic, unsigned int pool, char *out, size_t outlen)
{
	static union kv_any b;		/* vm.lock comes and goes, but only one call is under way */
	const struct kv_enumerate *e = (const void *)ic->call.body;
	char key[2048], value[8192];
	u16 copy[KV_VALUE_UNITS];
	u32 i;

	for (i = 0; ; i++) {
		memset(&b, 0, sizeof(b));
		b.e.operation = KV_ENUMERATE;
		b.e.pool = pool;
		b.e.index = i;
		if (ic_call(ic, &b, sizeof(b.e), WAIT_MS, out, outlen))
			return -1;
		if (ic->call.status)
			break;
		memcpy(copy, e->pair.key, sizeof(e->pair.key));
		narrow(copy, KV_KEY_UNITS, key);
		memcpy(copy, e->pair.value, sizeof(copy));
		narrow(copy, KV_VALUE_UNITS, value);
		add(out, outlen, "%s=%s\n", key, value);
	}
	add(out, outlen, "status %#x count %u\n", ic->call.status, i);
	return 0;
}

static int fill(struct ic *ic, unsigned int pool, unsigned int count, char *out, size_t outlen)
{
	char n[16], key[16], value[32];
	char *argv[] = { "set", n, key, value };
	static union kv_any b;
	unsigned int i, len, good = 0;

	snprintf(n, sizeof(n), "%u", pool);
	for (i = 0; i < count; i++) {
		snprintf(key, sizeof(key), "key%u", i);
		snprintf(value, sizeof(value), "value of %u", i);
		len = build(4, argv, &b);
		if (ic_call(ic, &b, len, WAIT_MS, out, outlen))
			return -1;
		good += !ic->call.status;
	}
	add(out, outlen, "set %u\n", good);
	return 0;
}

static int kv_command(struct ic *ic, int argc, char **argv, char *out, size_t outlen)
{
	union kv_any b;
	unsigned int len;
	bool later = !strcmp(argv[0], "send") && argc > 1;

	if (!strcmp(argv[0], "list") && argc == 2)
		return list(ic, strtoul(argv[1], NULL, 0), out, outlen);
	if (!strcmp(argv[0], "fill") && argc == 3)
		return fill(ic, strtoul(argv[1], NULL, 0), strtoul(argv[2], NULL, 0), out, outlen);
	if (!strcmp(argv[0], "answer") && argc <= 2) {
		if (ic_call(ic, NULL, 0, argc > 1 ? strtoul(argv[1], NULL, 0) * 1000 : WAIT_MS, out, outlen))
			return -1;
		show_answer(ic, out, outlen);
		return 0;
	}
	len = build(argc - later, argv + later, &b);
	if (!len) {
		snprintf(out, outlen, "usage: get POOL KEY | set POOL KEY VALUE | setnum POOL KEY TYPE N | delete POOL KEY | enum POOL INDEX | list POOL | fill POOL COUNT | getip ADAPTER [FAMILY] | setip ADAPTER FAMILY DHCP ADDRESSES SUBNETS GATEWAYS DNS | raw HEX [LENGTH] | send ... | answer [SECONDS]");
		return -1;
	}
	if (ic_call(ic, &b, len, later ? 0 : WAIT_MS, out, outlen))
		return -1;
	if (!later)
		show_answer(ic, out, outlen);
	return 0;
}

static const struct ic_kind kind = {
	.type = IC_KVP, .patience_ms = 70000, .versions = versions, .command = kv_command,
};

static int kv_init(struct device *d, const char *args)
{
	guid_parse("242ff919-07db-4180-9c2e-b86cb68c8c55", &d->instance);
	return ic_init(d, args, &kind, NULL);
}

static const struct device_ops ops = {
	.name = "kvp",
	.type = { { 0xe7, 0xf4, 0xa0, 0xa9, 0x45, 0x5a, 0x96, 0x4d, 0xb8, 0x27, 0x8a, 0x84, 0x1e, 0x8c, 0x03, 0xe6 } },
	.pipe = true,
	.init = kv_init, .open = ic_open, .close = ic_close, .packet = ic_packet,
	.tick = ic_tick, .command = ic_command,
};

__attribute__((constructor)) static void kv_register(void)
{
	device_register(&ops);
}
