// SPDX-License-Identifier: GPL-2.0-only
/*
 * Faults that a scenario orders for control messages: drop, delay, damage,
 * shorten, lengthen or repeat the next N messages of a kind.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus.h"

enum action { A_DROP, A_DELAY, A_CORRUPT, A_SHORT, A_LONG, A_DUP, A_IN_DROP };
static const char *const action_word[] = { "drop", "delay", "corrupt", "short", "long", "dup", "in-drop" };

struct fault {
	TAILQ_ENTRY(fault) link;
	enum action action;
	int type;			/* -2: any */
	unsigned int count;
	unsigned int arg;		/* ms, offset or length */
	u8 bytes[VMBUS_MSG_MAX];
	unsigned int nbytes;
};
static TAILQ_HEAD(, fault) faults = TAILQ_HEAD_INITIALIZER(faults);

struct delayed {
	STAILQ_ENTRY(delayed) link;
	u64 due;
	unsigned int len;
	u8 msg[VMBUS_MSG_MAX];
};
static STAILQ_HEAD(, delayed) delayed_list = STAILQ_HEAD_INITIALIZER(delayed_list);

int hex_parse(const char *text, u8 *out, unsigned int max)
{
	unsigned int n = 0;

	while (*text) {
		unsigned int v;
		int used = 0;

		if (*text == '_' || *text == ':') {	/* separators, for the eye */
			text++;
			continue;
		}
		if (n >= max || !text[1] || sscanf(text, "%2x%n", &v, &used) != 1 || used != 2)
			return -1;
		out[n++] = v;
		text += 2;
	}
	return n;
}

static struct fault *take(u32 type, bool incoming)
{
	struct fault *f;

	TAILQ_FOREACH(f, &faults, link)
		if ((f->type == -2 || (u32)f->type == type) && f->count &&
		    (f->action == A_IN_DROP) == incoming)
			break;
	if (f)
		f->count--;
	return f;
}

static void reap(void)
{
	struct fault *f, *next;

	for (f = TAILQ_FIRST(&faults); f; f = next) {
		next = TAILQ_NEXT(f, link);
		if (!f->count) {
			TAILQ_REMOVE(&faults, f, link);
			free(f);
		}
	}
}

bool fault_incoming(u32 type)
{
	bool hit = take(type, true);

	if (hit)
		trace("msg", "fault: %s from the guest is ignored", msg_name(type));
	reap();
	return hit;
}

bool fault_outgoing(u32 type, const void *msg, unsigned int len)
{
	struct fault *f = take(type, false);
	u8 copy[VMBUS_MSG_MAX] = { 0 };
	struct delayed *d;

	if (!f)
		return false;
	memcpy(copy, msg, len);
	trace("msg", "fault: %s %s", action_word[f->action], msg_name(type));
	switch (f->action) {
	case A_DROP:
	case A_IN_DROP:
		break;
	case A_DELAY:
		d = calloc(1, sizeof(*d));
		if (!d)
			die(4, "out of memory for a message");
		d->due = now_ns() + f->arg * 1000000ull;
		d->len = len;
		memcpy(d->msg, copy, len);
		STAILQ_INSERT_TAIL(&delayed_list, d, link);
		break;
	case A_CORRUPT:
		if (f->arg + f->nbytes <= len)
			memcpy(copy + f->arg, f->bytes, f->nbytes);
		bus_send_now(copy, len, SYNIC_MSG_CHANNEL);
		break;
	case A_SHORT:
	case A_LONG:
		bus_send_now(copy, f->arg > VMBUS_MSG_MAX ? VMBUS_MSG_MAX : f->arg, SYNIC_MSG_CHANNEL);
		break;
	case A_DUP:
		bus_send_now(copy, len, SYNIC_MSG_CHANNEL);
		bus_send_now(copy, len, SYNIC_MSG_CHANNEL);
		break;
	}
	reap();
	return true;
}

/* Lock held. */
void fault_tick(void)
{
	struct delayed *d, *next;

	for (d = STAILQ_FIRST(&delayed_list); d; d = next) {
		next = STAILQ_NEXT(d, link);
		if (d->due > now_ns())
			continue;
		STAILQ_REMOVE(&delayed_list, d, delayed, link);
		bus_send_now(d->msg, d->len, SYNIC_MSG_CHANNEL);
		free(d);
	}
}

static int cmd_msg(int argc, char **argv, char *out, size_t outlen)
{
	struct fault *f, nf = { 0 };
	unsigned int i;

	if (argc == 2 && !strcmp(argv[1], "clear")) {
		TAILQ_FOREACH(f, &faults, link)
			f->count = 0;
		reap();
		return 0;
	}
	if (argc < 4)
		goto usage;
	for (i = 0; i < sizeof(action_word) / sizeof(action_word[0]); i++)
		if (!strcmp(argv[1], action_word[i]))
			break;
	if (i == sizeof(action_word) / sizeof(action_word[0]))
		goto usage;
	nf.action = i;
	nf.type = strcmp(argv[2], "any") ? msg_type_parse(argv[2]) : -2;
	nf.count = atoi(argv[3]);
	if (nf.type == -1 || !nf.count)
		goto usage;
	if (nf.action == A_DELAY || nf.action == A_SHORT || nf.action == A_LONG || nf.action == A_CORRUPT) {
		if (argc < 5)
			goto usage;
		nf.arg = strtoul(argv[4], NULL, 0);
	}
	if (nf.action == A_CORRUPT) {
		int n = argc > 5 ? hex_parse(argv[5], nf.bytes, sizeof(nf.bytes)) : -1;

		if (n < 0)
			goto usage;
		nf.nbytes = n;
	}
	f = malloc(sizeof(*f));
	if (!f)
		die(4, "out of memory for a fault");
	*f = nf;
	TAILQ_INSERT_TAIL(&faults, f, link);
	return 0;
usage:
	snprintf(out, outlen, "usage: msg clear | msg drop|dup|in-drop TYPE COUNT | msg delay TYPE COUNT MS | msg short|long TYPE COUNT LENGTH | msg corrupt TYPE COUNT OFFSET HEX");
	return -1;
}

void fault_init(void)
{
	ctl_register("msg", "drop|dup|in-drop|delay|short|long|corrupt TYPE COUNT [ARG...]: faults for the next control messages",
		     cmd_msg);
}
