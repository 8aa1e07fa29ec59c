// SPDX-License-Identifier: GPL-2.0-only
/*
 * Scenario commands of the bus: what to offer and rescind, and raw tools that
 * let a scenario send the guest whatever a broken or hostile host might send.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus.h"

static int say(char *out, size_t outlen, int rc, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));

static int say(char *out, size_t outlen, int rc, const char *fmt, ...)
{
	size_t have = strlen(out);
	va_list ap;

	va_start(ap, fmt);
	if (have < outlen)
		vsnprintf(out + have, outlen - have, fmt, ap);
	va_end(ap);
	return rc;
}

static struct channel *open_channel(const char *name, char *out, size_t outlen)
{
	struct channel *c = channel_by_name(name);

	if (c && c->state == CH_OPEN)
		return c;
	say(out, outlen, 0, c ? "channel %s is not open" : "no channel %s", name);
	return NULL;
}

static int cmd_devices(int argc, char **argv, char *out, size_t outlen)
{
	struct device *d;

	(void)argc;
	(void)argv;
	TAILQ_FOREACH(d, &device_list, link) {
		struct channel *c = d->primary;

		say(out, outlen, 0, "%s kind %s %s", d->name, d->ops->name,
		    !c ? "hidden" : !c->offered ? "waiting" : c->state == CH_OPEN ? "open" : "offered");
		if (c)
			say(out, outlen, 0, " relid %u", c->relid);
		say(out, outlen, 0, "\n");
	}
	return 0;
}

static int cmd_channels(int argc, char **argv, char *out, size_t outlen)
{
	static const char *const state[] = { "closed", "open", "closing" };
	struct channel *c;

	(void)argc;
	(void)argv;
	TAILQ_FOREACH(c, &channel_list, link) {
		say(out, outlen, 0, "%s relid %u %s%s vp %d", c->name, c->relid, state[c->state],
		    c->rescinded ? " rescinded" : "", (int)c->target_vp);
		if (c->state == CH_OPEN)
			say(out, outlen, 0, " up %u/%u mask %u down %u/%u mask %u pending %u%s%s%s",
			    ring_get(&c->up, RING_WRITE), c->up.own, ring_get(&c->up, RING_MASK),
			    c->down.own, ring_get(&c->down, RING_READ), ring_get(&c->down, RING_MASK),
			    ring_get(&c->down, RING_PENDING), c->asleep ? " idle" : "",
			    c->broken ? " broken" : "", STAILQ_EMPTY(&c->backlog) ? "" : " backlog");
		say(out, outlen, 0, " in %llu out %llu signals %llu/%llu\n", (unsigned long long)c->pkts_in,
		    (unsigned long long)c->pkts_out, (unsigned long long)c->signals_in,
		    (unsigned long long)c->signals_out);
	}
	return 0;
}

static int cmd_offer(int argc, char **argv, char *out, size_t outlen)
{
	struct device *d = argc > 1 ? device_find(argv[1]) : NULL;
	bool now = argc > 2 && !strcmp(argv[2], "now");

	if (!d || argc > 3 || (argc == 3 && !now))
		return say(out, outlen, -1, d ? "usage: offer NAME [now]" : "no such device");
	if (d->primary)
		return say(out, outlen, -1, "%s is offered already", d->name);
	d->wanted = true;
	if (now)
		channel_offer(d, 0);
	else
		device_offer_if_due(d);	/* else when its old relid comes back */
	return 0;
}

static int cmd_rescind(int argc, char **argv, char *out, size_t outlen)
{
	struct device *d = argc == 2 ? device_find(argv[1]) : NULL;
	struct channel *c, *next;

	if (!d && argc == 2 && strchr(argv[1], ':')) {
		c = channel_by_name(argv[1]);
		if (!c || c->rescinded)
			return say(out, outlen, -1, "no such subchannel");
		channel_rescind(c);
		return 0;
	}
	if (!d)
		return say(out, outlen, -1, argc == 2 ? "no such device" : "usage: rescind NAME[:SUBCHANNEL]");
	if (!d->primary)
		return say(out, outlen, -1, "%s is not offered", d->name);
	d->wanted = false;
	for (c = TAILQ_FIRST(&channel_list); c; c = next) {
		next = TAILQ_NEXT(c, link);
		if (c->dev == d && c->subindex)
			channel_rescind(c);
	}
	channel_rescind(d->primary);
	return 0;
}

static int cmd_dev(int argc, char **argv, char *out, size_t outlen)
{
	struct device *d = argc > 2 ? device_find(argv[1]) : NULL;

	if (argc < 3)
		return say(out, outlen, -1, "usage: dev NAME WORDS...");
	if (!d)
		return say(out, outlen, -1, "no device %s", argv[1]);
	if (!strcmp(argv[2], "service") && argc == 4) {
		d->service_us = strtoul(argv[3], NULL, 0);
		return 0;
	}
	if (!strcmp(argv[2], "trace") && argc == 4) {
		d->trace_packets = !strcmp(argv[3], "on");
		return 0;
	}
	if (!d->ops->command)
		return say(out, outlen, -1, "%s takes no commands", d->name);
	return d->ops->command(d, argc - 2, argv + 2, out, outlen);
}

/* An arbitrary control message: the header is made from TYPE, or "full" takes all bytes as given. */
static int cmd_send_raw(int argc, char **argv, char *out, size_t outlen)
{
	u8 msg[VMBUS_MSG_MAX] = { 0 };
	int type, n = 0, head = 8;

	if (argc < 2 || argc > 3)
		return say(out, outlen, -1, "usage: send-raw TYPE|full HEX");
	if (!strcmp(argv[1], "full")) {
		head = 0;
	} else {
		type = msg_type_parse(argv[1]);
		if (type < 0)
			return say(out, outlen, -1, "no message type %s", argv[1]);
		memcpy(msg, &type, 4);
	}
	if (argc == 3)
		n = hex_parse(argv[2], msg + head, sizeof(msg) - head);
	if (n < 0)
		return say(out, outlen, -1, "bad hex bytes, or more than %u of them",
			   (unsigned int)sizeof(msg) - head);
	trace("msg", "> raw %s, %d bytes", argv[1], head + n);
	bus_send_now(msg, head + n, SYNIC_MSG_CHANNEL);
	return 0;
}

static int cmd_send_synic(int argc, char **argv, char *out, size_t outlen)
{
	u8 msg[VMBUS_MSG_MAX] = { 0 };
	int n;

	if (argc != 3)
		return say(out, outlen, -1, "usage: send-synic SYNIC-TYPE HEX");
	n = hex_parse(argv[2], msg, sizeof(msg));
	if (n < 0)
		return say(out, outlen, -1, "bad hex bytes");
	bus_send_now(msg, n, strtoul(argv[1], NULL, 0));
	return 0;
}

/* packet NAME TYPE TRANSID HEX [flags=N] [off8=N] [len8=N] [count=N] */
static int cmd_packet(int argc, char **argv, char *out, size_t outlen)
{
	struct pkt_desc d = { 0 };
	struct channel *c;
	u32 count = 1, total;
	long off8 = -1, len8 = -1;
	u8 buf[16 + 16384];
	int n = 0, i;

	if (argc < 5)
		return say(out, outlen, -1, "usage: packet NAME TYPE TRANSID HEX|- [flags=N] [off8=N] [len8=N] [count=N]");
	c = open_channel(argv[1], out, outlen);
	if (!c)
		return -1;
	memset(buf, 0, sizeof(buf));
	if (strcmp(argv[4], "-"))
		n = hex_parse(argv[4], buf + sizeof(d), sizeof(buf) - sizeof(d) - 8);
	if (n < 0)
		return say(out, outlen, -1, "bad hex bytes");
	for (i = 5; i < argc; i++) {
		if (!strncmp(argv[i], "flags=", 6))
			d.flags = strtoul(argv[i] + 6, NULL, 0);
		else if (!strncmp(argv[i], "off8=", 5))
			off8 = strtol(argv[i] + 5, NULL, 0);
		else if (!strncmp(argv[i], "len8=", 5))
			len8 = strtol(argv[i] + 5, NULL, 0);
		else if (!strncmp(argv[i], "count=", 6))
			count = strtoul(argv[i] + 6, NULL, 0);
		else
			return say(out, outlen, -1, "unknown option %s", argv[i]);
	}
	total = (sizeof(d) + n + 7) & ~7u;
	d.type = strtoul(argv[2], NULL, 0);
	d.trans_id = strtoull(argv[3], NULL, 0);
	d.off8 = off8 >= 0 ? off8 : 2;
	d.len8 = len8 >= 0 ? len8 : total / 8;
	memcpy(buf, &d, sizeof(d));
	trace("pkt", "> %s raw packet type %u id %llx off8 %u len8 %u bytes %u", c->name, d.type,
	      (unsigned long long)d.trans_id, d.off8, d.len8, total);
	while (count--)
		channel_send_raw(c, buf, total, true, true);
	return 0;
}

/* Bytes into the down ring as they are: no descriptor, no trailer. */
static int cmd_rawring(int argc, char **argv, char *out, size_t outlen)
{
	struct channel *c;
	u8 buf[16384];
	int n;

	if (argc != 3)
		return say(out, outlen, -1, "usage: rawring NAME HEX");
	c = open_channel(argv[1], out, outlen);
	if (!c)
		return -1;
	n = hex_parse(argv[2], buf, sizeof(buf));
	if (n <= 0)
		return say(out, outlen, -1, "bad hex bytes");
	trace("pkt", "> %s %d raw ring bytes", c->name, n);
	channel_send_raw(c, buf, n, false, true);
	return 0;
}

/* Overwrite what the host publishes of a ring; the host itself goes on with its own private index. */
static int cmd_index(int argc, char **argv, char *out, size_t outlen)
{
	struct channel *c;
	struct ring *r;
	unsigned int off;
	bool restore;

	if (argc != 4)
		return say(out, outlen, -1, "usage: index NAME write|read|mask|pending|features VALUE|restore");
	c = open_channel(argv[1], out, outlen);
	if (!c)
		return -1;
	restore = !strcmp(argv[3], "restore");
	if (!strcmp(argv[2], "write")) {
		r = &c->down;
		off = RING_WRITE;
	} else if (!strcmp(argv[2], "read")) {
		r = &c->up;
		off = RING_READ;
	} else if (!strcmp(argv[2], "mask")) {
		r = &c->up;
		off = RING_MASK;
	} else if (!strcmp(argv[2], "pending")) {
		r = &c->down;
		off = RING_PENDING;
	} else if (!strcmp(argv[2], "features")) {
		r = &c->down;
		off = RING_FEATURES;
	} else {
		return say(out, outlen, -1, "no such field");
	}
	pthread_mutex_lock(&c->down_lock);
	if (off == RING_WRITE || off == RING_READ) {
		r->index_forged = !restore;
		ring_set(r, off, restore ? r->own : (u32)strtoul(argv[3], NULL, 0));
	} else {
		ring_set(r, off, restore ? 0 : (u32)strtoul(argv[3], NULL, 0));
	}
	pthread_mutex_unlock(&c->down_lock);
	trace("dev", "%s: %s set to %s", c->name, argv[2], argv[3]);
	channel_interrupt(c);
	return 0;
}

static int cmd_signal(int argc, char **argv, char *out, size_t outlen)
{
	struct channel *c;

	if (argc == 4 && !strcmp(argv[1], "flag")) {
		unsigned int vp = strtoul(argv[2], NULL, 0), flag = strtoul(argv[3], NULL, 0);

		if (vp >= (unsigned int)vm.prof.vcpus || flag > RELID_MAX)
			return say(out, outlen, -1, "no such VP or flag");
		synic_signal_event(vp, bus.sint, flag);
		return 0;
	}
	if (argc != 2)
		return say(out, outlen, -1, "usage: signal NAME | signal flag VP FLAG");
	c = open_channel(argv[1], out, outlen);
	if (!c)
		return -1;
	channel_interrupt(c);
	return 0;
}

static int cmd_fault(int argc, char **argv, char *out, size_t outlen)
{
	static const char *const word[CF_COUNT] = {
		[CF_DUP] = "dup", [CF_DROP] = "drop", [CF_WRONG_ID] = "wrong-id",
		[CF_ZERO_ID] = "zero-id", [CF_SHORT] = "short", [CF_EMPTY] = "empty",
	};
	struct channel *c;
	int i;

	if (argc != 4)
		return say(out, outlen, -1, "usage: fault NAME dup|drop|wrong-id|zero-id|short|empty COUNT");
	c = channel_by_name(argv[1]);	/* need not be open: the first answers may be meant */
	if (!c)
		return say(out, outlen, -1, "no channel %s", argv[1]);
	for (i = 0; i < CF_COUNT; i++) {
		if (strcmp(argv[2], word[i]))
			continue;
		pthread_mutex_lock(&c->down_lock);
		c->comp_fault[i] = strtoul(argv[3], NULL, 0);
		pthread_mutex_unlock(&c->down_lock);
		return 0;
	}
	return say(out, outlen, -1, "no fault %s", argv[2]);
}

static int cmd_bus(int argc, char **argv, char *out, size_t outlen)
{
	unsigned int major, minor;
	struct gpadl *g;
	u32 n = 0;

	if (argc == 1) {
		TAILQ_FOREACH(g, &gpadl_list, link)
			n++;
		return say(out, outlen, 0, "%s version %u.%u vp %u sint %d gpadls %u features %#x\n",
			   bus.connected ? "connected" : "disconnected", bus.version >> 16,
			   bus.version & 0xffff, bus.msg_vp, bus.sint, n, bus.features);
	}
	if (argc == 3 && !strcmp(argv[1], "max-version") &&
	    sscanf(argv[2], "%u.%u", &major, &minor) == 2 && version_known(VER(major, minor))) {
		vm.prof.max_version = VER(major, minor);
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "features")) {
		bus.offer_features = strtoul(argv[2], NULL, 0);
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "state")) {
		bus.force_state = atoi(argv[2]);
		return 0;
	}
	return say(out, outlen, -1, "usage: bus | bus max-version X.Y | bus features MASK | bus state N");
}

void bus_commands_init(void)
{
	ctl_register("devices", ": all devices and their state", cmd_devices);
	ctl_register("channels", ": all channels, ring indices and counts", cmd_channels);
	ctl_register("offer", "NAME [now]: offer a device, once its old channel is given back", cmd_offer);
	ctl_register("rescind", "NAME[:SUB]: take a device or one subchannel away", cmd_rescind);
	ctl_register("dev", "NAME WORDS...: a command of the device; also: service US, trace on|off", cmd_dev);
	ctl_register("send-raw", "TYPE|full HEX: any control message to the guest", cmd_send_raw);
	ctl_register("send-synic", "TYPE HEX: a SynIC message of any type in VMBus's slot", cmd_send_synic);
	ctl_register("packet", "NAME TYPE ID HEX|- [flags= off8= len8= count=]: any packet into a down ring", cmd_packet);
	ctl_register("rawring", "NAME HEX: bytes into a down ring, no descriptor or trailer", cmd_rawring);
	ctl_register("index", "NAME write|read|mask|pending|features VALUE|restore: forge ring fields", cmd_index);
	ctl_register("signal", "NAME | signal flag VP FLAG: an interrupt with nothing to read", cmd_signal);
	ctl_register("fault", "NAME dup|drop|wrong-id|zero-id|short|empty COUNT: next completions go wrong", cmd_fault);
	ctl_register("bus", "| bus max-version X.Y | bus features MASK | bus state N: the connection", cmd_bus);
}
