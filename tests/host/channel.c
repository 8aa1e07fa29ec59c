// SPDX-License-Identifier: GPL-2.0-only
/*
 * Channels: service threads that drain the up ring and serve requests at their
 * own pace, and the down ring with its back log.
 *
 * A guest's signal only wakes a thread.  A host that answered inside the
 * guest's hypercall could not tell a good signalling policy from a bad one.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bus.h"

#define MISSED_NS 1000000000ull	/* a signal that is this late will not come */

struct channel_head channel_list = TAILQ_HEAD_INITIALIZER(channel_list);
static struct channel_head dead_list = TAILQ_HEAD_INITIALIZER(dead_list);
static pthread_cond_t all_closed = PTHREAD_COND_INITIALIZER;

static void sleep_us(unsigned int us)
{
	struct timespec ts = { us / 1000000, (us % 1000000) * 1000l };

	while (clock_nanosleep(CLOCK_MONOTONIC, 0, &ts, &ts) == EINTR)
		;
}

static void hot_add(u64 *n, u64 by)
{
	__atomic_fetch_add(n, by, __ATOMIC_RELAXED);
}

/* ---- looking up ---- */

struct channel *channel_by_relid(u32 relid)
{
	struct channel *c;

	TAILQ_FOREACH(c, &channel_list, link)
		if (c->relid == relid)
			return c;
	return NULL;
}

/* The newest of that name: an older one may still wait for its RELID_RELEASED. */
struct channel *channel_by_name(const char *name)
{
	struct channel *c, *best = NULL;

	TAILQ_FOREACH(c, &channel_list, link)
		if (!strcmp(c->name, name) && (!best || best->rescinded))
			best = c;
	return best;
}

struct device *channel_device(struct channel *c)
{
	return c->dev;
}

unsigned int channel_subindex(struct channel *c)
{
	return c->subindex;
}

bool channel_is_open(struct channel *c)
{
	return c->state == CH_OPEN;
}

/* ---- telling the guest ---- */

void channel_interrupt(struct channel *c)
{
	u32 vp = __atomic_load_n(&c->target_vp, __ATOMIC_RELAXED);

	hot_add(&c->signals_out, 1);
	if (bus.version < VER_WIN8) {
		u8 *page = bus.int_page;

		if (!page)
			return;
		__atomic_fetch_or(page + INTPAGE_TO_GUEST + c->relid / 8, 1u << c->relid % 8,
				  __ATOMIC_SEQ_CST);
		synic_signal_event(0, bus.sint, 0);
		return;
	}
	if (vp < (u32)vm.prof.vcpus)
		synic_signal_event(vp, bus.sint, c->relid);
}

/*
 * The guest may signal once for each time that its reading makes the room that
 * pending_send_size wishes for.  Two are counted at most: the next time may come
 * before the signal of the last one has arrived.
 */
static void pending_credit_add(struct channel *c)
{
	pthread_mutex_lock(&c->wake_lock);
	if (c->pending_credit < 2)
		c->pending_credit++;
	pthread_mutex_unlock(&c->wake_lock);
}

/* down_lock held.  Write what fits; leave a wish in pending_send_size if not all did. */
static void backlog_flush(struct channel *c)
{
	struct backlog *b;
	bool told = false, signal;
	int rc;

	while ((b = STAILQ_FIRST(&c->backlog))) {
		/* the wish of an earlier packet still stands: what is written now can be read for it */
		if (ring_get(&c->down, RING_PENDING))
			pending_credit_add(c);
		rc = ring_write_packet(&c->down, b->data, b->len, b->trailer, &signal);
		if (rc == -1) {
			u32 need = ring_packet_space(b->len, b->trailer);

			if (told)
				return;
			if (!ring_get(&c->down, RING_PENDING))
				pending_credit_add(c);
			ring_set(&c->down, RING_PENDING, need);
			__atomic_thread_fence(__ATOMIC_SEQ_CST);
			told = true;	/* the guest may have read just now: look once more */
			continue;
		}
		if (rc == -2) {
			check_failed("ring_index", "%s: read index of the down ring is %#x, size %#x",
				     c->name, ring_get(&c->down, RING_READ), c->down.size);
			c->down_open = false;
			return;
		}
		told = false;
		STAILQ_REMOVE_HEAD(&c->backlog, link);
		free(b);
		if (signal)
			channel_interrupt(c);
	}
	if (ring_get(&c->down, RING_PENDING))
		ring_set(&c->down, RING_PENDING, 0);
	c->backlog_ready_since = 0;
}

int channel_send_raw(struct channel *c, const void *bytes, unsigned int len, bool trailer, bool force)
{
	struct backlog *b;
	bool signal = false;
	int rc = -1;

	pthread_mutex_lock(&c->down_lock);
	if (!c->down_open) {
		pthread_mutex_unlock(&c->down_lock);
		return -1;
	}
	hot_add(&c->pkts_out, 1);
	hot_add(&c->bytes_out, len);
	if (STAILQ_EMPTY(&c->backlog))
		rc = ring_write_packet(&c->down, bytes, len, trailer, &signal);
	if (rc == 0) {
		if (signal || force)
			channel_interrupt(c);
	} else if (ring_packet_space(len, trailer) >= c->down.size) {
		trace("pkt", "%s: packet of %u bytes can never fit the ring, dropped", c->name, len);
	} else {
		b = malloc(sizeof(*b) + len);
		if (!b)
			die(4, "out of memory for a back log");
		b->len = len;
		b->trailer = trailer;
		memcpy(b->data, bytes, len);
		STAILQ_INSERT_TAIL(&c->backlog, b, link);
		hot_add(&c->backlogged, 1);
		backlog_flush(c);
	}
	pthread_mutex_unlock(&c->down_lock);
	return 0;
}

int channel_send(struct channel *c, u16 type, u16 flags, u64 trans_id,
		 const void *hdr, unsigned int hdr_len, const void *data, unsigned int len)
{
	u32 off = (sizeof(struct pkt_desc) + hdr_len + 7) & ~7u, total = (off + len + 7) & ~7u;
	struct pkt_desc d = { type, off / 8, total / 8, flags, trans_id };
	u8 small[512], *buf = total <= sizeof(small) ? small : malloc(total);
	int rc;

	if (!buf)
		die(4, "out of memory for a packet");
	memset(buf, 0, total);
	memcpy(buf, &d, sizeof(d));
	if (hdr_len)
		memcpy(buf + sizeof(d), hdr, hdr_len);
	if (len)
		memcpy(buf + off, data, len);
	if (flags & PKT_FLAG_COMPLETE) {
		struct hreq *r = calloc(1, sizeof(*r));

		if (!r)
			die(4, "out of memory for a request");
		r->trans_id = trans_id;
		pthread_mutex_lock(&c->down_lock);
		TAILQ_INSERT_TAIL(&c->hreqs, r, link);
		pthread_mutex_unlock(&c->down_lock);
	}
	if (c->dev->trace_packets)
		trace("pkt", "> %s type %u id %llx len %u", c->name, type,
		      (unsigned long long)trans_id, len);
	rc = channel_send_raw(c, buf, total, true, false);
	if (buf != small)
		free(buf);
	return rc;
}

/* take one armed fault; down_lock protects the counts */
static int comp_fault_take(struct channel *c)
{
	int i, got = -1;

	pthread_mutex_lock(&c->down_lock);
	for (i = 0; i < CF_COUNT && got < 0; i++)
		if (c->comp_fault[i]) {
			c->comp_fault[i]--;
			got = i;
		}
	pthread_mutex_unlock(&c->down_lock);
	return got;
}

int channel_complete(struct channel *c, u64 trans_id, const void *data, unsigned int len)
{
	int fault = comp_fault_take(c);

	if (fault >= 0)
		trace("dev", "%s: completion of %llx gets fault %d", c->name,
		      (unsigned long long)trans_id, fault);
	switch (fault) {
	case CF_DROP:
		return 0;
	case CF_DUP:
		channel_send(c, PKT_COMPLETION, 0, trans_id, NULL, 0, data, len);
		break;
	case CF_WRONG_ID:
		channel_send(c, PKT_COMPLETION, 0, trans_id ^ 0x5a5a5a5a0000ull, NULL, 0, data, len);
		break;
	case CF_ZERO_ID:
		channel_send(c, PKT_COMPLETION, 0, 0, NULL, 0, data, len);
		break;
	case CF_SHORT:
		channel_send(c, PKT_COMPLETION, 0, trans_id, NULL, 0, data, len / 2);
		break;
	case CF_EMPTY:
		channel_send(c, PKT_COMPLETION, 0, trans_id, NULL, 0, NULL, 0);
		break;
	}
	return channel_send(c, PKT_COMPLETION, 0, trans_id, NULL, 0, data, len);
}

/* ---- from the guest ---- */

/* Turn the range list of a GPA-direct packet into host pointers; false when it is no good. */
bool decode_gpa_direct(struct packet *p, const u8 *desc, u32 off)
{
	u32 count, pos = 24, i, cap = 0, high = 0;

	if (off < 24)
		return false;
	memcpy(&count, desc + 20, 4);
	for (i = 0; i < count; i++) {
		u32 bytes, offset;
		u64 n, k, left;

		if (off - pos < 8)
			return false;
		memcpy(&bytes, desc + pos, 4);
		memcpy(&offset, desc + pos + 4, 4);
		pos += 8;
		if (offset >= HV_PAGE)
			return false;
		n = ((u64)offset + bytes + HV_PAGE - 1) / HV_PAGE;
		if ((off - pos) / 8 < n)
			return false;
		left = bytes;
		for (k = 0; k < n; k++) {
			u64 pfn;
			u32 start = k ? 0 : offset, part = HV_PAGE - start;
			u8 *host;

			if (part > left)
				part = left;
			memcpy(&pfn, desc + pos + 8 * k, 8);
			host = pfn >> 40 ? NULL : gpa_ptr(pfn * HV_PAGE + start, part ? part : 1);
			if (pfn >= 1u << 20)
				high++;
			if (!host)
				return false;
			if (p->nsegs && p->segs[p->nsegs - 1].host + p->segs[p->nsegs - 1].len == host) {
				p->segs[p->nsegs - 1].len += part;
			} else {
				if (p->nsegs == cap) {
					cap = cap ? cap * 2 : 32;
					p->segs = realloc(p->segs, cap * sizeof(*p->segs));
					if (!p->segs)
						die(4, "out of memory for page ranges");
				}
				p->segs[p->nsegs].host = host;
				p->segs[p->nsegs++].len = part;
			}
			left -= part;
		}
		p->gpa_bytes += bytes;
		pos += 8 * n;
	}
	if (high)
		counter_add("gpa.above_4g", high);
	return true;
}

static void guest_completed(struct channel *c, u64 trans_id)
{
	struct hreq *r;

	pthread_mutex_lock(&c->down_lock);
	TAILQ_FOREACH(r, &c->hreqs, link)
		if (r->trans_id == trans_id)
			break;
	if (r)
		TAILQ_REMOVE(&c->hreqs, r, link);
	pthread_mutex_unlock(&c->down_lock);
	hot_add(&c->completions_in, 1);
	if (!r)
		check_failed("unasked_completion", "%s: completion of %llx, which is not outstanding",
			     c->name, (unsigned long long)trans_id);
	free(r);
}

static void serve(struct channel *c, u8 *buf, u32 len)
{
	struct pkt_desc d;
	struct packet p = { 0 };
	unsigned int service = c->dev->service_us;

	memcpy(&d, buf, sizeof(d));
	p.type = d.type;
	p.flags = d.flags;
	p.trans_id = d.trans_id;
	p.desc = buf;
	p.desc_len = d.off8 * 8u;
	p.data = buf + p.desc_len;
	p.len = len - p.desc_len;
	switch (d.type) {
	case PKT_INBAND:
	case PKT_XFER_PAGES:
	case PKT_GPADL:
		break;
	case PKT_GPA_DIRECT:
		if (!decode_gpa_direct(&p, buf, p.desc_len)) {
			check_failed("gpa_range", "%s: bad page ranges in packet %llx", c->name,
				     (unsigned long long)d.trans_id);
			free(p.segs);
			return;
		}
		break;
	case PKT_COMPLETION:
		guest_completed(c, d.trans_id);
		break;
	default:
		check_failed("packet_type", "%s: packet type %u", c->name, d.type);
		return;
	}
	if (service)
		sleep_us(service);
	c->dev->ops->packet(c, &p);
	free(p.segs);
}

static void last_thread_out(struct channel *c)
{
	struct gpadl *g;
	struct hreq *r;

	if (c->dev->ops->close)
		c->dev->ops->close(c);
	while ((r = TAILQ_FIRST(&c->hreqs))) {
		/* nobody is left to hear an answer on a rescinded channel: the guest may stop reading it at once */
		if (c->rescinded)
			counter_add("rescinded.uncompleted", 1);
		else
			check_failed("missing_completion", "%s: closed with host packet %llx not completed",
				     c->name, (unsigned long long)r->trans_id);
		TAILQ_REMOVE(&c->hreqs, r, link);
		free(r);
	}
	while (!STAILQ_EMPTY(&c->backlog)) {
		struct backlog *b = STAILQ_FIRST(&c->backlog);

		STAILQ_REMOVE_HEAD(&c->backlog, link);
		free(b);
	}
	g = c->ring_gpadl;
	c->ring_gpadl = NULL;
	if (g)
		g->users--;
	free(c->up.page);
	free(c->down.page);
	c->up.page = c->down.page = NULL;
	c->state = CH_OFFERED;
	trace("dev", "%s: closed", c->name);
	pthread_cond_broadcast(&all_closed);
	bus_channel_closed(c);
}

static void thread_ends(struct channel *c)
{
	pthread_mutex_lock(&vm.lock);
	if (!--c->threads)
		last_thread_out(c);
	pthread_mutex_unlock(&vm.lock);
}

static void *worker(void *arg)
{
	struct channel *c = arg;
	struct work *w;

	for (;;) {
		pthread_mutex_lock(&c->work_lock);
		while (!c->work_stop && STAILQ_EMPTY(&c->work))
			pthread_cond_wait(&c->work_cond, &c->work_lock);
		if (c->work_stop) {
			pthread_mutex_unlock(&c->work_lock);
			break;
		}
		w = STAILQ_FIRST(&c->work);
		STAILQ_REMOVE_HEAD(&c->work, link);
		c->queued--;
		pthread_cond_signal(&c->work_room);
		pthread_mutex_unlock(&c->work_lock);
		serve(c, w->buf, w->len);
		free(w->buf);
		free(w);
	}
	thread_ends(c);
	return NULL;
}

static void hand_over(struct channel *c, const u8 *buf, u32 len)
{
	struct work *w = malloc(sizeof(*w));

	if (w)
		w->buf = malloc(len);
	if (!w || !w->buf)
		die(4, "out of memory for a packet");
	memcpy(w->buf, buf, len);
	w->len = len;
	pthread_mutex_lock(&c->work_lock);
	while (!c->work_stop && c->queued >= c->dev->queue_depth)
		pthread_cond_wait(&c->work_room, &c->work_lock);
	STAILQ_INSERT_TAIL(&c->work, w, link);
	c->queued++;
	pthread_cond_signal(&c->work_cond);
	pthread_mutex_unlock(&c->work_lock);
}

static void got_packet(struct channel *c, u8 *buf, u32 len, bool queue)
{
	struct pkt_desc d;

	memcpy(&d, buf, sizeof(d));
	hot_add(&c->pkts_in, 1);
	hot_add(&c->bytes_in, len);
	if (c->dev->trace_packets)
		trace("pkt", "< %s type %u flags %u id %llx len %u", c->name, d.type, d.flags,
		      (unsigned long long)d.trans_id, len - d.off8 * 8u);
	if (queue)
		hand_over(c, buf, len);
	else
		serve(c, buf, len);
}

static bool up_nonempty(struct channel *c)
{
	return !c->broken && ring_get(&c->up, RING_WRITE) != c->up.own;
}

/* Take packets until the ring is empty, with the guest told not to signal meanwhile. */
static void drain(struct channel *c, u8 **buf, u32 *cap, bool queue)
{
	const char *why = NULL;
	enum ring_result res = RING_EMPTY;
	bool signal;
	u32 len;

	ring_set(&c->up, RING_MASK, 1);
	hot_add(&c->drains, 1);
	while (!__atomic_load_n(&c->stop, __ATOMIC_ACQUIRE)) {
		res = ring_read_packet(&c->up, buf, cap, &len, &signal, &why);
		if (res != RING_PACKET)
			break;
		if (why) {
			check_failed(why, "%s: wrong trailer", c->name);
			why = NULL;
		}
		if (signal)
			channel_interrupt(c);
		got_packet(c, *buf, len, queue);
	}
	if (res == RING_BAD) {
		check_failed(why, "%s: up ring write %#x read %#x size %#x; no longer read", c->name,
			     ring_get(&c->up, RING_WRITE), c->up.own, c->up.size);
		c->broken = true;
	}
	/* the permission to signal must exist before the guest can see the mask cleared */
	pthread_mutex_lock(&c->wake_lock);
	if (c->signal_credit < 2)
		c->signal_credit++;
	pthread_mutex_unlock(&c->wake_lock);
	ring_set(&c->up, RING_MASK, 0);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/*
 * What the guest had written when it closed the channel counts, though nothing is
 * served any more: a completion among it is not missing.
 */
static void drain_completions(struct channel *c, u8 **buf, u32 *cap)
{
	const char *why = NULL;
	struct pkt_desc d;
	bool signal;
	u32 len;

	while (up_nonempty(c) && ring_read_packet(&c->up, buf, cap, &len, &signal, &why) == RING_PACKET) {
		memcpy(&d, *buf, sizeof(d));
		if (d.type == PKT_COMPLETION)
			guest_completed(c, d.trans_id);
	}
}

static void *reader(void *arg)
{
	struct channel *c = arg;
	bool queue = c->dev->parallel > 1;
	u8 *buf = NULL;
	u32 cap = 0;

	for (;;) {
		while (up_nonempty(c) && !__atomic_load_n(&c->stop, __ATOMIC_ACQUIRE))
			drain(c, &buf, &cap, queue);
		pthread_mutex_lock(&c->wake_lock);
		c->asleep = true;
		while (!c->wake && !c->stop)
			pthread_cond_wait(&c->wake_cond, &c->wake_lock);
		c->wake = false;
		c->asleep = false;
		if (c->stop) {
			pthread_mutex_unlock(&c->wake_lock);
			break;
		}
		pthread_mutex_unlock(&c->wake_lock);
		pthread_mutex_lock(&c->down_lock);
		if (c->down_open && !STAILQ_EMPTY(&c->backlog))
			backlog_flush(c);
		pthread_mutex_unlock(&c->down_lock);
	}
	pthread_mutex_lock(&c->work_lock);
	c->work_stop = true;
	if (c->queued)
		trace("dev", "%s: closed with %u requests waiting", c->name, c->queued);
	while (!STAILQ_EMPTY(&c->work)) {
		struct work *w = STAILQ_FIRST(&c->work);

		STAILQ_REMOVE_HEAD(&c->work, link);
		free(w->buf);
		free(w);
	}
	c->queued = 0;
	pthread_cond_broadcast(&c->work_cond);
	pthread_mutex_unlock(&c->work_lock);
	drain_completions(c, &buf, &cap);
	free(buf);
	thread_ends(c);
	return NULL;
}

void channel_wake(struct channel *c)
{
	pthread_mutex_lock(&c->wake_lock);
	c->wake = true;
	pthread_cond_signal(&c->wake_cond);
	pthread_mutex_unlock(&c->wake_lock);
}

/*
 * The guest signalled.  By the ring rules it may do so once for each time that
 * the host cleared the mask of an emptied ring, and once for each wish that
 * the host left in pending_send_size.
 */
void channel_guest_signal(struct channel *c, bool hypercall)
{
	bool needless = false, masked = false;

	hot_add(&c->signals_in, 1);
	pthread_mutex_lock(&c->wake_lock);
	if (c->state == CH_OPEN && hypercall) {
		if (c->signal_credit)
			c->signal_credit--;
		else if (c->pending_credit)
			c->pending_credit--;
		else
			needless = true;
		masked = ring_get(&c->up, RING_MASK);
	}
	c->wake = true;
	pthread_cond_signal(&c->wake_cond);
	pthread_mutex_unlock(&c->wake_lock);
	if (needless)
		check_failed("needless_signal", "%s: %s", c->name,
			     masked ? "the mask is set" : "the ring was not empty before");
}

/* ---- open and close ---- */

static void ring_attach(struct ring *r, u8 **pages, u32 npages)
{
	r->page = malloc(npages * sizeof(*pages));
	if (!r->page)
		die(4, "out of memory for a ring");
	memcpy(r->page, pages, npages * sizeof(*pages));
	r->size = (npages - 1) * HV_PAGE;
	r->index_forged = false;
}

static void spawn(struct channel *c, void *(*fn)(void *))
{
	pthread_attr_t attr;
	pthread_t t;

	pthread_attr_init(&attr);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	pthread_attr_setstacksize(&attr, 256 * 1024);
	if (pthread_create(&t, &attr, fn, c))
		die(4, "cannot start a service thread for %s", c->name);
	pthread_attr_destroy(&attr);
	c->threads++;
}

u32 channel_open(struct channel *c, const struct m_open *m)
{
	struct gpadl *g = gpadl_find(m->gpadl);
	u32 up_pages = m->downstream_page, i;

	if (!g || !g->complete || g->teardown_pending || g->relid != c->relid) {
		check_failed("open_gpadl", "%s: opened with gpadl %#x, which is %s", c->name, m->gpadl,
			     !g ? "unknown" : g->relid != c->relid ? "another channel's" : "not usable");
		return NT_INVALID_PARAMETER;
	}
	if (up_pages < 2 || g->npages < 4 || up_pages > g->npages - 2) {
		check_failed("open_ring", "%s: down ring at page %u of %u", c->name, up_pages, g->npages);
		return NT_INVALID_PARAMETER;
	}
	if (m->target_vp >= (u32)vm.prof.vcpus && m->target_vp != 0xffffffffu) {
		check_failed("target_vp", "%s: opened for VP %u of %d", c->name, m->target_vp,
			     vm.prof.vcpus);
		return NT_INVALID_PARAMETER;
	}
	ring_attach(&c->up, g->page, up_pages);
	ring_attach(&c->down, g->page + up_pages, g->npages - up_pages);
	c->up.own = ring_get(&c->up, RING_READ);
	c->down.own = ring_get(&c->down, RING_WRITE);
	if (c->up.own || c->down.own || ring_get(&c->up, RING_WRITE) || ring_get(&c->down, RING_READ)) {
		check_failed("ring_not_clean", "%s: ring indices are not 0 at open", c->name);
		if (c->up.own >= c->up.size || c->down.own >= c->down.size)
			c->up.own = c->down.own = 0;
	}
	ring_set(&c->down, RING_FEATURES, ring_get(&c->down, RING_FEATURES) | RING_FEATURE_PENDING);
	g->users++;
	c->ring_gpadl = g;
	c->open_gpadl = m->gpadl;
	c->target_vp = m->target_vp;
	memcpy(c->open_data, m->user_data, sizeof(c->open_data));
	c->wake = c->stop = c->broken = c->asleep = c->work_stop = false;
	c->pending_credit = 0;
	c->signal_credit = 1;	/* a fresh ring is empty and not masked */
	c->idle_since_nonempty = c->backlog_ready_since = 0;
	c->queued = 0;
	c->state = CH_OPEN;
	pthread_mutex_lock(&c->down_lock);
	c->down_open = true;
	pthread_mutex_unlock(&c->down_lock);
	spawn(c, reader);
	if (c->dev->parallel > 1)
		for (i = 0; i < c->dev->parallel; i++)
			spawn(c, worker);
	return NT_OK;
}

void channel_close(struct channel *c)
{
	if (c->state != CH_OPEN)
		return;
	c->state = CH_CLOSING;
	pthread_mutex_lock(&c->down_lock);
	c->down_open = false;
	pthread_mutex_unlock(&c->down_lock);
	pthread_mutex_lock(&c->work_lock);
	c->work_stop = true;	/* the reader may wait for room */
	pthread_cond_broadcast(&c->work_room);
	pthread_mutex_unlock(&c->work_lock);
	pthread_mutex_lock(&c->wake_lock);
	__atomic_store_n(&c->stop, true, __ATOMIC_RELEASE);
	pthread_cond_signal(&c->wake_cond);
	pthread_mutex_unlock(&c->wake_lock);
}

/*
 * Wait until nothing of the host touches the channel's rings or its requests'
 * memory: drivers free both as soon as the hypercall of CLOSE has returned.
 * Lets go of the lock meanwhile.
 */
void channel_close_wait(struct channel *c)
{
	channel_close(c);
	while (c->state == CH_CLOSING)
		pthread_cond_wait(&all_closed, &vm.lock);
}

void channel_close_all_wait(void)
{
	struct channel *c;
	bool again = true;

	while (again) {
		again = false;
		TAILQ_FOREACH(c, &channel_list, link) {
			channel_close(c);
			if (c->state == CH_CLOSING)
				again = true;
		}
		if (again)
			pthread_cond_wait(&all_closed, &vm.lock);
	}
}

struct channel *channel_new(struct device *d, unsigned int subindex)
{
	struct channel *c = calloc(1, sizeof(*c));
	u32 relid;

	if (!c)
		die(4, "out of memory for a channel");
	for (relid = 1; relid <= RELID_MAX && channel_by_relid(relid); relid++)
		;
	if (relid > RELID_MAX)
		die(4, "out of channel ids");
	c->dev = d;
	c->subindex = subindex;
	c->relid = relid;
	c->conn_id = CONN_CHANNEL_BASE + relid;
	c->dedicated = !d->shared_interrupt;
	c->monitor_id = -1;
	if (d->monitored && relid < 128)
		c->monitor_id = relid;
	if (subindex)
		snprintf(c->name, sizeof(c->name), "%s:%u", d->name, subindex);
	else
		snprintf(c->name, sizeof(c->name), "%s", d->name);
	pthread_mutex_init(&c->wake_lock, NULL);
	pthread_mutex_init(&c->work_lock, NULL);
	pthread_mutex_init(&c->down_lock, NULL);
	pthread_cond_init(&c->wake_cond, NULL);
	pthread_cond_init(&c->work_cond, NULL);
	pthread_cond_init(&c->work_room, NULL);
	STAILQ_INIT(&c->work);
	STAILQ_INIT(&c->backlog);
	TAILQ_INIT(&c->hreqs);
	TAILQ_INSERT_TAIL(&channel_list, c, link);
	if (!subindex)
		d->primary = c;
	return c;
}

/*
 * The relid is free again.  The structure itself is never freed: a device
 * thread may still hold a pointer, and finds the channel closed.
 */
void channel_forget(struct channel *c)
{
	TAILQ_REMOVE(&channel_list, c, link);
	TAILQ_INSERT_TAIL(&dead_list, c, link);
	c->dead = true;
	if (c->dev->primary == c)
		c->dev->primary = NULL;
}

/* ---- every 10 ms ---- */

static void publish(struct channel *c)
{
	static const char *const word[] = { "pkts_in", "pkts_out", "bytes_in", "bytes_out", "signals_in",
					    "signals_out", "drains", "backlogged", "completions_in" };
	u64 *now[] = { &c->pkts_in, &c->pkts_out, &c->bytes_in, &c->bytes_out, &c->signals_in,
		       &c->signals_out, &c->drains, &c->backlogged, &c->completions_in };
	char name[80];
	unsigned int i;

	for (i = 0; i < 9; i++) {
		u64 v = __atomic_load_n(now[i], __ATOMIC_RELAXED);

		if (v == c->told[i])
			continue;
		snprintf(name, sizeof(name), "chan.%s.%s", c->name, word[i]);
		counter_add(name, v - c->told[i]);
		c->told[i] = v;
	}
}

/* Lock held.  Catches signals that the guest owed and did not send, and heals them so that the run goes on. */
void channel_tick(struct channel *c)
{
	u64 now = now_ns();
	bool late = false;

	publish(c);
	if (c->state != CH_OPEN || vm.paused) {
		c->idle_since_nonempty = c->backlog_ready_since = 0;
		return;
	}
	if (!c->asleep || c->wake || !up_nonempty(c)) {
		c->idle_since_nonempty = 0;
	} else if (!c->idle_since_nonempty) {
		c->idle_since_nonempty = now;
	} else if (now - c->idle_since_nonempty > MISSED_NS) {
		c->idle_since_nonempty = 0;
		check_failed("missed_signal", "%s: the up ring has data, mask 0, and no signal came", c->name);
		channel_wake(c);
	}
	pthread_mutex_lock(&c->down_lock);
	if (c->down_open && !STAILQ_EMPTY(&c->backlog)) {
		struct backlog *b = STAILQ_FIRST(&c->backlog);
		u32 read = ring_get(&c->down, RING_READ);
		bool room = read < c->down.size &&
			    ring_free(c->down.size, c->down.own, read) > ring_packet_space(b->len, b->trailer);

		if (!room)
			c->backlog_ready_since = 0;
		else if (bus.version < VER_WIN8)
			backlog_flush(c);	/* hosts of that age poll */
		else if (!c->backlog_ready_since)
			c->backlog_ready_since = now;
		else if (now - c->backlog_ready_since > MISSED_NS) {
			late = true;
			backlog_flush(c);
		}
	}
	pthread_mutex_unlock(&c->down_lock);
	if (late)
		check_failed("missed_pending_signal", "%s: room in the down ring, pending_send_size set, and no signal came",
			     c->name);
}
