// SPDX-License-Identifier: GPL-2.0-only
/*
 * The internal switch: ports, learned addresses per VLAN, captures.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "net.h"

#define TABLE_SIZE	1024u
#define GROUP		256u	/* frames for one port that are handed over at once */

static struct swport *ports;
/* protects the table, the list of ports and the captures */
static pthread_mutex_t switch_lock = PTHREAD_MUTEX_INITIALIZER;
static struct entry {
	u8 mac[6];
	u16 vlan;
	struct swport *port;
} table[TABLE_SIZE];

/* ---- lists of frames ---- */

void frames_add(struct frames *fs, const struct frame *f)
{
	if (fs->n == fs->cap) {
		fs->cap = fs->cap ? fs->cap * 2 : 64;
		fs->f = realloc(fs->f, fs->cap * sizeof(*fs->f));
		if (!fs->f)
			die(4, "out of memory for frames");
	}
	fs->f[fs->n++] = *f;
}

u8 *frames_mem(struct frames *fs, u32 len)
{
	u8 *p = malloc(len ? len : 1);

	if (fs->nown == fs->cap_own) {
		fs->cap_own = fs->cap_own ? fs->cap_own * 2 : 64;
		fs->own = realloc(fs->own, fs->cap_own * sizeof(*fs->own));
	}
	if (!p || !fs->own)
		die(4, "out of memory for frames");
	fs->own[fs->nown++] = p;
	return p;
}

void frames_clear(struct frames *fs)
{
	while (fs->nown)
		free(fs->own[--fs->nown]);
	fs->n = 0;
}

/* ---- captures ---- */

int pcap_open(struct swport *p, const char *path)
{
	static const u32 head[6] = { 0xa1b2c3d4, 2 | 4 << 16, 0, 0, 65535 + 18, 1 };

	p->pcap = fopen(path, "we");
	if (!p->pcap) {
		fprintf(stderr, "hvhost: cannot write the capture %s: %s\n", path, strerror(errno));
		return -1;
	}
	fwrite(head, sizeof(head), 1, p->pcap);
	return 0;
}

static void pcap_write(struct swport *p, const struct frame *f)
{
	u64 t = now_ns();
	u32 rec[4] = { t / 1000000000, t % 1000000000 / 1000, f->len + (f->tagged ? 4 : 0), f->len + (f->tagged ? 4 : 0) };
	u8 tag[4] = { 0x81, 0, f->tci >> 8, f->tci };

	if (f->len < 12)
		return;
	fwrite(rec, sizeof(rec), 1, p->pcap);
	fwrite(f->data, 12, 1, p->pcap);
	if (f->tagged)
		fwrite(tag, 4, 1, p->pcap);
	fwrite(f->data + 12, f->len - 12, 1, p->pcap);
}

/* What is in the buffers of the captures goes to the files. */
void pcap_flush_all(void)
{
	struct swport *p;

	pthread_mutex_lock(&switch_lock);
	for (p = ports; p; p = p->next)
		if (p->pcap)
			fflush(p->pcap);
	pthread_mutex_unlock(&switch_lock);
}

/* ---- addresses ---- */

static struct entry *find(const u8 *mac, u16 vlan, bool make)
{
	u32 h = (mac[3] * 31u + mac[4]) * 31u + mac[5] + vlan * 131u, i;

	for (i = 0; i < 16; i++) {
		struct entry *e = &table[(h + i) % TABLE_SIZE];

		if (e->port && !memcmp(e->mac, mac, 6) && e->vlan == vlan)
			return e;
		if (!e->port)
			return make ? e : NULL;
	}
	return make ? &table[h % TABLE_SIZE] : NULL;
}

void switch_forget(struct swport *p)
{
	struct entry old[TABLE_SIZE];
	unsigned int i;

	pthread_mutex_lock(&switch_lock);
	memcpy(old, table, sizeof(table));
	memset(table, 0, sizeof(table));
	for (i = 0; i < TABLE_SIZE; i++)
		if (old[i].port && old[i].port != p)
			*find(old[i].mac, old[i].vlan, true) = old[i];
	pthread_mutex_unlock(&switch_lock);
}

void switch_attach(struct swport *p)
{
	pthread_mutex_lock(&switch_lock);
	p->next = ports;
	ports = p;
	pthread_mutex_unlock(&switch_lock);
}

/* ---- VLANs ---- */

static bool tag_allowed(const struct swport *p, u16 vlan)
{
	unsigned int i;

	if (!vlan || !p->ntrunk)
		return true;
	for (i = 0; i < p->ntrunk; i++)
		if (p->trunk[i] == vlan)
			return true;
	return false;
}

/* The VLAN that a frame belongs to when it comes in by a port; false: it may not. */
static bool ingress(const struct swport *p, const struct frame *f, u16 *vlan)
{
	*vlan = f->tagged ? f->tci & 0xfff : 0;
	if (p->access) {
		if (*vlan)
			return false;
		*vlan = p->access;
		return true;
	}
	return tag_allowed(p, *vlan);
}

/* The frame as it leaves by a port; false: it may not. */
static bool egress(const struct swport *p, u16 vlan, struct frame *f)
{
	if (p->access) {
		f->tagged = false;
		return vlan == p->access;
	}
	if (!tag_allowed(p, vlan))
		return false;
	if (vlan && !(f->tagged && (f->tci & 0xfff) == vlan)) {
		f->tagged = true;
		f->tci = vlan;
	}
	return true;
}

/* ---- forwarding ---- */

struct group {
	struct swport *to;
	unsigned int n;
	struct frame f[GROUP];
};

static void flush(struct group *g)
{
	if (g->n)
		g->to->deliver(g->to, g->f, g->n);
	g->n = 0;
}

/* One frame for one port: consecutive ones for the same port go together. */
static void forward(struct group *g, struct swport *to, u16 vlan, const struct frame *f)
{
	struct frame copy = *f;

	if (to->down || !egress(to, vlan, &copy))
		return;
	if (g->to != to || g->n == GROUP)
		flush(g);
	g->to = to;
	g->f[g->n++] = copy;
	pthread_mutex_lock(&switch_lock);
	to->out++;
	to->out_bytes += f->len;
	if (to->pcap)
		pcap_write(to, &copy);
	pthread_mutex_unlock(&switch_lock);
}

void switch_send(struct swport *from, const struct frame *f, unsigned int n)
{
	struct group *g = malloc(sizeof(*g));
	unsigned int i;

	if (!g)
		die(4, "out of memory for the switch");
	g->to = NULL;
	g->n = 0;
	for (i = 0; i < n; i++) {
		struct swport *p, *to = NULL;
		struct entry *e;
		u16 vlan;

		if (f[i].len < ETH_HLEN)
			continue;
		pthread_mutex_lock(&switch_lock);
		if (from->down || !ingress(from, &f[i], &vlan)) {
			from->refused++;
			pthread_mutex_unlock(&switch_lock);
			continue;
		}
		from->in++;
		from->in_bytes += f[i].len;
		if (from->pcap)
			pcap_write(from, &f[i]);
		if (!(f[i].data[6] & 1)) {
			e = find(f[i].data + 6, vlan, true);
			memcpy(e->mac, f[i].data + 6, 6);
			e->vlan = vlan;
			e->port = from;
		}
		if (!(f[i].data[0] & 1)) {
			e = find(f[i].data, vlan, false);
			to = e ? e->port : NULL;
		}
		p = ports;	/* ports are never taken out of the list */
		pthread_mutex_unlock(&switch_lock);
		if (to == from)
			continue;
		if (to) {
			forward(g, to, vlan, &f[i]);
			continue;
		}
		for (; p; p = p->next)
			if (p != from)
				forward(g, p, vlan, &f[i]);
	}
	flush(g);
	free(g);
}
