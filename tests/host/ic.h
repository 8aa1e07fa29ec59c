/* SPDX-License-Identifier: GPL-2.0-only */
/* What the integration components share: negotiation and message frames. */
#ifndef HVHOST_IC_H
#define HVHOST_IC_H

#include "hvhost.h"
#include "vmbus_wire.h"

struct ic;

/* A request whose answer somebody waits for. */
struct ic_call {
	bool busy, done;
	u64 packet_id;
	u32 status;
	u32 len;			/* of the body */
	u8 body[8192];
};

struct ic_kind {
	u16 type;			/* IC message type of the service */
	unsigned int patience_ms;	/* how long a negotiation may take, 0: 5 s */
	const u16 (*versions)[2];	/* service versions, ascending, ends with 0.0 */
	/* all without the lock, one at a time per device */
	void (*ready)(struct ic *ic);	/* versions agreed (again) */
	void (*reply)(struct ic *ic, const struct ic_head *h, const u8 *body, u32 len);
	void (*tick)(struct ic *ic);
	int (*option)(struct ic *ic, const char *key, const char *val);		/* 1 taken */
	int (*command)(struct ic *ic, int argc, char **argv, char *out, size_t outlen);	/* lock held */
};

struct ic {
	struct device *dev;
	const struct ic_kind *kind;
	void *priv;
	pthread_mutex_t lock;		/* protects what follows */
	struct channel *chan;		/* NULL while closed */
	u64 negotiate_at;		/* 0: nothing due */
	unsigned int delay_ms;		/* from OPEN to the first negotiation */
	unsigned int tries, refused, negotiations;
	bool agreed;
	u16 fw[2], ver[2];		/* agreed framework and service version */
	u16 offer_fw[8][2], offer_ver[8][2];	/* what is offered; ends with 0.0 */
	u8 transaction;
	u64 packet_id;
	u64 requests, replies, bad_replies;
	u32 last_status;
	bool mute;			/* scenario: no periodic traffic */
	struct ic_call call;
};

int ic_init(struct device *d, const char *args, const struct ic_kind *kind, void *priv);
void ic_open(struct channel *c);
void ic_close(struct channel *c);
void ic_packet(struct channel *c, struct packet *p);
void ic_tick(struct device *d);
int ic_command(struct device *d, int argc, char **argv, char *out, size_t outlen);
/* A request of the service; -1 when not agreed yet. */
int ic_request(struct ic *ic, const void *body, u16 len);
/*
 * Send a request and wait for its answer (vm.lock held, given up meanwhile), or
 * wait for the answer of the one that was sent without waiting: body NULL.
 * 0: ic->call has the answer. -1: a sentence is in out. ms 0: send and do not wait.
 */
int ic_call(struct ic *ic, const void *body, u16 len, unsigned int ms, char *out, size_t outlen);
bool ic_version_at_least(const struct ic *ic, u16 major);

#endif
