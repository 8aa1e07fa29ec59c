// SPDX-License-Identifier: GPL-2.0-only
/*
 * Integration components: version negotiation and message frames for
 * heartbeat, shutdown, time sync and their later relatives.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ic.h"

#define RETRY_NS	1000000000ull
#define MAX_TRIES	10

static const u16 frameworks[][2] = { { 1, 0 }, { 3, 0 }, { 0, 0 } };

static void versions_copy(u16 (*to)[2], const u16 (*from)[2])
{
	unsigned int i;

	for (i = 0; i < 7 && (from[i][0] || from[i][1]); i++)
		memcpy(to[i], from[i], sizeof(to[i]));
	memset(to[i], 0, sizeof(to[i]));
}

/* "1.0,3.0" or "1.0+3.0" */
static int versions_parse(const char *text, u16 (*to)[2])
{
	unsigned int n = 0, major, minor;
	int used;

	memset(to, 0, 8 * sizeof(to[0]));
	while (*text) {
		if (n == 7 || sscanf(text, "%u.%u%n", &major, &minor, &used) != 2)
			return -1;
		to[n][0] = major;
		to[n++][1] = minor;
		text += used;
		if (*text == ',' || *text == '+')
			text++;
	}
	return n ? 0 : -1;
}

bool ic_version_at_least(const struct ic *ic, u16 major)
{
	return ic->ver[0] >= major;
}

/* ic->lock held */
static int send_message(struct ic *ic, u16 type, const void *body, u16 len)
{
	u8 buf[sizeof(struct ic_pipe) + sizeof(struct ic_head) + 8192];
	struct ic_pipe p = { 1, sizeof(struct ic_head) + len };
	struct ic_head h = { 0 };

	if (!ic->chan || len > 8192)
		return -1;
	h.fw_major = ic->fw[0];
	h.fw_minor = ic->fw[1];
	h.type = type;
	h.ver_major = ic->ver[0];
	h.ver_minor = ic->ver[1];
	h.size = len;
	h.transaction = ic->transaction++;
	h.flags = IC_TRANSACTION | IC_REQUEST;
	memcpy(buf, &p, sizeof(p));
	memcpy(buf + sizeof(p), &h, sizeof(h));
	memcpy(buf + sizeof(p) + sizeof(h), body, len);
	return channel_send(ic->chan, PKT_INBAND, 0, ++ic->packet_id, NULL, 0, buf,
			    sizeof(p) + sizeof(h) + len);
}

int ic_request(struct ic *ic, const void *body, u16 len)
{
	int rc = -1;

	pthread_mutex_lock(&ic->lock);
	if (ic->agreed) {
		rc = send_message(ic, ic->kind->type, body, len);
		if (!rc)
			ic->requests++;
	}
	pthread_mutex_unlock(&ic->lock);
	return rc;
}

int ic_call(struct ic *ic, const void *body, u16 len, unsigned int ms, char *out, size_t outlen)
{
	struct ic_call *call = &ic->call;
	u64 end = now_ns() + ms * 1000000ull;
	int rc = 0;

	pthread_mutex_lock(&ic->lock);
	if (body) {
		if (!ic->agreed) {
			snprintf(out, outlen, "%s: the guest has not agreed on a version", ic->dev->name);
			rc = -1;
		} else if (call->busy) {
			snprintf(out, outlen, "%s: a request is not answered yet", ic->dev->name);
			rc = -1;
		} else {
			call->busy = true;
			call->done = false;
			call->packet_id = ic->packet_id + 1;
			rc = send_message(ic, ic->kind->type, body, len);
			if (rc) {
				snprintf(out, outlen, "%s: the channel is closed", ic->dev->name);
				call->busy = false;
			} else {
				ic->requests++;
			}
		}
	} else if (!call->busy) {
		snprintf(out, outlen, "%s: nothing was sent", ic->dev->name);
		rc = -1;
	}
	while (!rc && ms && !call->done && !vm.stopping) {
		if (!ic->chan) {
			snprintf(out, outlen, "%s: the channel was closed before the answer", ic->dev->name);
			call->busy = false;
			rc = -1;
		} else if (now_ns() >= end) {
			snprintf(out, outlen, "%s: no answer within %u ms", ic->dev->name, ms);
			rc = -1;
		} else {
			pthread_mutex_unlock(&ic->lock);
			lock_sleep(20);
			pthread_mutex_lock(&ic->lock);
		}
	}
	if (!rc && ms)
		call->busy = false;
	pthread_mutex_unlock(&ic->lock);
	return rc;
}

/* ic->lock held */
static void call_answered(struct ic *ic, u64 id, const struct ic_head *h, const u8 *body, u32 len)
{
	struct ic_call *call = &ic->call;

	if (!call->busy || call->done || call->packet_id != id)
		return;
	call->status = h->status;
	call->len = len < sizeof(call->body) ? len : sizeof(call->body);
	memset(call->body, 0, sizeof(call->body));
	memcpy(call->body, body, call->len);
	call->done = true;
	vm_notify();
}

/* ic->lock held */
static void negotiate(struct ic *ic)
{
	u16 body[4 + 2 * 16] = { 0 };
	unsigned int nf = 0, nv = 0, i;
	static const u16 none[2];

	for (i = 0; i < 8 && memcmp(ic->offer_fw[i], none, 4); i++, nf++)
		memcpy(body + 4 + 2 * nf, ic->offer_fw[i], 4);
	for (i = 0; i < 8 && memcmp(ic->offer_ver[i], none, 4); i++, nv++)
		memcpy(body + 4 + 2 * (nf + nv), ic->offer_ver[i], 4);
	body[0] = nf;
	body[1] = nv;
	ic->agreed = false;
	memset(ic->fw, 0, sizeof(ic->fw));
	memset(ic->ver, 0, sizeof(ic->ver));
	ic->fw[0] = 1;
	ic->tries++;
	trace("dev", "%s: negotiate, %u frameworks, %u versions", ic->dev->name, nf, nv);
	send_message(ic, IC_NEGOTIATE, body, 8 + 4 * (nf + nv));
	/* no answer counts as a refusal */
	ic->negotiate_at = ic->tries < MAX_TRIES ? now_ns() + (ic->kind->patience_ms ?
		ic->kind->patience_ms * 1000000ull : 5 * RETRY_NS) : 0;
}

static bool listed(const u16 (*list)[2], const u16 *v)
{
	unsigned int i;

	for (i = 0; i < 8 && (list[i][0] || list[i][1]); i++)
		if (list[i][0] == v[0] && list[i][1] == v[1])
			return true;
	return false;
}

/* true when versions are agreed now */
static bool negotiate_reply(struct ic *ic, const struct ic_head *h, const u8 *body, u32 len)
{
	u16 w[8];

	if (len < sizeof(w)) {
		check_failed("ic_short", "%s: negotiation answer of %u bytes", ic->dev->name, len);
		return false;
	}
	memcpy(w, body, sizeof(w));
	if (h->status || w[0] != 1 || w[1] != 1 || !listed(ic->offer_fw, w + 4) ||
	    !listed(ic->offer_ver, w + 6)) {
		bool refused = h->status || !w[0] || !w[1] || (!w[4] && !w[5]) || (!w[6] && !w[7]);

		trace("dev", "%s: negotiation refused, status %#x counts %u %u versions %u.%u %u.%u",
		      ic->dev->name, h->status, w[0], w[1], w[4], w[5], w[6], w[7]);
		if (!refused)
			check_failed("ic_version", "%s: framework %u.%u version %u.%u was never offered",
				     ic->dev->name, w[4], w[5], w[6], w[7]);
		ic->refused++;
		ic->negotiate_at = ic->tries < MAX_TRIES ? now_ns() + RETRY_NS : 0;
		return false;
	}
	memcpy(ic->fw, w + 4, 4);
	memcpy(ic->ver, w + 6, 4);
	ic->negotiate_at = 0;
	ic->negotiations++;
	trace("dev", "%s: agreed framework %u.%u version %u.%u", ic->dev->name, ic->fw[0], ic->fw[1],
	      ic->ver[0], ic->ver[1]);
	counter_add("ic.negotiated", 1);
	return true;
}

void ic_packet(struct channel *c, struct packet *p)
{
	struct ic *ic = channel_device(c)->priv;
	struct ic_pipe pipe;
	struct ic_head h;
	const u8 *body;
	bool ready = false, mine = false;
	u32 len;

	if (p->type != PKT_INBAND) {
		if (p->type != PKT_COMPLETION)
			check_failed("ic_packet", "%s: packet type %u", ic->dev->name, p->type);
		return;
	}
	if (p->len < sizeof(pipe) + sizeof(h)) {
		check_failed("ic_short", "%s: message of %u bytes", ic->dev->name, p->len);
		return;
	}
	memcpy(&pipe, p->data, sizeof(pipe));
	memcpy(&h, p->data + sizeof(pipe), sizeof(h));
	body = p->data + sizeof(pipe) + sizeof(h);
	len = p->len - sizeof(pipe) - sizeof(h);
	pthread_mutex_lock(&ic->lock);
	if (!(h.flags & IC_RESPONSE) || h.flags & IC_REQUEST) {
		ic->bad_replies++;
		check_failed("ic_flags", "%s: reply with flags %#x", ic->dev->name, h.flags);
	}
	if (p->trans_id > ic->packet_id || !p->trans_id)
		check_failed("ic_transaction", "%s: reply with packet id %llx, never sent", ic->dev->name,
			     (unsigned long long)p->trans_id);
	if (h.type == IC_NEGOTIATE) {
		ready = negotiate_reply(ic, &h, body, len);
	} else if (h.type == ic->kind->type) {
		mine = true;
		ic->replies++;
		ic->last_status = h.status;
		call_answered(ic, p->trans_id, &h, body, len);
	} else {
		check_failed("ic_type", "%s: message type %u", ic->dev->name, h.type);
	}
	pthread_mutex_unlock(&ic->lock);
	if (ready) {
		/* before the service's tick may see it */
		if (ic->kind->ready)
			ic->kind->ready(ic);
		pthread_mutex_lock(&ic->lock);
		ic->agreed = ic->chan && !ic->negotiate_at;
		pthread_mutex_unlock(&ic->lock);
	}
	if (mine) {
		trace("dev", "%s: reply status %#x", ic->dev->name, h.status);
		if (ic->kind->reply)
			ic->kind->reply(ic, &h, body, len);
	}
}

void ic_open(struct channel *c)
{
	struct ic *ic = channel_device(c)->priv;

	pthread_mutex_lock(&ic->lock);
	ic->chan = c;
	ic->agreed = false;
	ic->tries = 0;
	ic->packet_id = 0;
	/* some drivers are not ready to negotiate before their open call has returned */
	ic->negotiate_at = now_ns() + ic->delay_ms * 1000000ull + 1;
	if (!ic->delay_ms)
		negotiate(ic);
	pthread_mutex_unlock(&ic->lock);
}

void ic_close(struct channel *c)
{
	struct ic *ic = channel_device(c)->priv;

	pthread_mutex_lock(&ic->lock);
	if (ic->chan == c) {	/* else the device was offered anew meanwhile */
		ic->chan = NULL;
		ic->agreed = false;
		ic->negotiate_at = 0;
	}
	pthread_mutex_unlock(&ic->lock);
}

void ic_tick(struct device *d)
{
	struct ic *ic = d->priv;
	bool agreed;

	pthread_mutex_lock(&ic->lock);
	if (ic->chan && ic->negotiate_at && now_ns() >= ic->negotiate_at && !vm.paused)
		negotiate(ic);
	agreed = ic->agreed && !ic->mute && !vm.paused;
	pthread_mutex_unlock(&ic->lock);
	if (agreed && ic->kind->tick)
		ic->kind->tick(ic);
}

static int set_versions(struct ic *ic, const char *what, const char *list)
{
	u16 v[8][2];

	if (!strcmp(list, "all"))
		versions_copy(v, !strcmp(what, "frameworks") ? frameworks : ic->kind->versions);
	else if (versions_parse(list, v))
		return -1;
	memcpy(!strcmp(what, "frameworks") ? ic->offer_fw : ic->offer_ver, v, sizeof(v));
	return 0;
}

int ic_command(struct device *d, int argc, char **argv, char *out, size_t outlen)
{
	struct ic *ic = d->priv;
	int rc = -1;

	if (!strcmp(argv[0], "renegotiate") && argc == 1) {
		pthread_mutex_lock(&ic->lock);
		ic->tries = 0;
		if (ic->chan)
			ic->negotiate_at = now_ns();
		rc = ic->chan ? 0 : -1;
		pthread_mutex_unlock(&ic->lock);
		if (rc)
			snprintf(out, outlen, "%s is not open", d->name);
		return rc;
	}
	if ((!strcmp(argv[0], "versions") || !strcmp(argv[0], "frameworks")) && argc == 2) {
		pthread_mutex_lock(&ic->lock);
		rc = set_versions(ic, argv[0], argv[1]);
		pthread_mutex_unlock(&ic->lock);
		if (rc)
			snprintf(out, outlen, "bad version list");
		return rc;
	}
	if (!strcmp(argv[0], "mute") && argc == 2) {
		ic->mute = !strcmp(argv[1], "on");
		return 0;
	}
	if (!strcmp(argv[0], "status") && argc == 1) {
		pthread_mutex_lock(&ic->lock);
		snprintf(out, outlen, "%s framework %u.%u version %u.%u negotiations %u refused %u requests %llu replies %llu status %#x\n",
			 ic->agreed ? "agreed" : ic->chan ? "open" : "closed", ic->fw[0], ic->fw[1],
			 ic->ver[0], ic->ver[1], ic->negotiations, ic->refused,
			 (unsigned long long)ic->requests, (unsigned long long)ic->replies,
			 ic->last_status);
		pthread_mutex_unlock(&ic->lock);
		return 0;
	}
	if (ic->kind->command)
		return ic->kind->command(ic, argc, argv, out, outlen);
	snprintf(out, outlen, "%s: unknown command %s (known: status renegotiate versions frameworks mute)",
		 d->name, argv[0]);
	return -1;
}

int ic_init(struct device *d, const char *args, const struct ic_kind *kind, void *priv)
{
	struct ic *ic = calloc(1, sizeof(*ic));
	char *copy = strdup(args), *tok, *save = NULL;

	if (!ic || !copy)
		die(4, "out of memory for %s", d->name);
	ic->dev = d;
	ic->kind = kind;
	ic->priv = priv;
	ic->delay_ms = 200;
	pthread_mutex_init(&ic->lock, NULL);
	versions_copy(ic->offer_fw, frameworks);
	versions_copy(ic->offer_ver, kind->versions);
	d->priv = ic;
	for (tok = strtok_r(copy, ",", &save); tok; tok = strtok_r(NULL, ",", &save)) {
		char *val = strchr(tok, '=');
		int ok = 0;

		if (val) {
			*val++ = 0;
			if (!strcmp(tok, "delay")) {
				ic->delay_ms = strtoul(val, NULL, 0);
				ok = 1;
			} else if (!strcmp(tok, "versions") || !strcmp(tok, "frameworks")) {
				ok = !set_versions(ic, tok, val);
			} else if (kind->option) {
				ok = kind->option(ic, tok, val) > 0;
			}
		}
		if (!ok) {
			fprintf(stderr, "hvhost: %s: bad device option \"%s\"\n", d->name, tok);
			free(copy);
			return -1;
		}
	}
	free(copy);
	return 0;
}
