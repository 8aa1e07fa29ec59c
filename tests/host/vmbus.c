// SPDX-License-Identifier: GPL-2.0-only
/*
 * The control plane of VMBus: contact, offers, open and close, GPADLs, unload.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus.h"

struct bus bus = { .sint = VMBUS_SINT, .force_state = -1 };

static const char *const names[M_COUNT] = {
	[M_OFFER] = "OFFER", [M_RESCIND] = "RESCIND", [M_REQUEST_OFFERS] = "REQUEST_OFFERS",
	[M_ALL_OFFERS] = "ALL_OFFERS", [M_OPEN] = "OPEN", [M_OPEN_RESULT] = "OPEN_RESULT",
	[M_CLOSE] = "CLOSE", [M_GPADL_HEADER] = "GPADL_HEADER", [M_GPADL_BODY] = "GPADL_BODY",
	[M_GPADL_CREATED] = "GPADL_CREATED", [M_GPADL_TEARDOWN] = "GPADL_TEARDOWN",
	[M_GPADL_TORNDOWN] = "GPADL_TORNDOWN", [M_RELID_RELEASED] = "RELID_RELEASED",
	[M_CONTACT] = "CONTACT", [M_VERSION_RESPONSE] = "VERSION_RESPONSE", [M_UNLOAD] = "UNLOAD",
	[M_UNLOAD_RESPONSE] = "UNLOAD_RESPONSE", [M_OPEN_RESERVED] = "OPEN_RESERVED",
	[M_CLOSE_RESERVED] = "CLOSE_RESERVED", [M_CLOSE_RESERVED_RESPONSE] = "CLOSE_RESERVED_RESPONSE",
	[M_TL_CONNECT] = "TL_CONNECT", [M_MODIFY] = "MODIFY", [M_TL_CONNECT_RESULT] = "TL_CONNECT_RESULT",
	[M_MODIFY_RESPONSE] = "MODIFY_RESPONSE", [M_MODIFY_CONNECTION] = "MODIFY_CONNECTION",
	[M_MODIFY_CONNECTION_RESPONSE] = "MODIFY_CONNECTION_RESPONSE", [M_PAUSE] = "PAUSE",
	[M_PAUSE_RESPONSE] = "PAUSE_RESPONSE", [M_RESUME] = "RESUME",
};

/* Shortest message that a guest may send; 0: the guest must not send it. */
static const u8 least[M_COUNT] = {
	[M_REQUEST_OFFERS] = 8, [M_OPEN] = sizeof(struct m_open), [M_CLOSE] = sizeof(struct m_relid),
	[M_GPADL_HEADER] = sizeof(struct m_gpadl_header), [M_GPADL_BODY] = sizeof(struct m_gpadl_body),
	[M_GPADL_TEARDOWN] = sizeof(struct m_gpadl_teardown), [M_RELID_RELEASED] = sizeof(struct m_relid),
	[M_CONTACT] = sizeof(struct m_contact), [M_UNLOAD] = 8, [M_TL_CONNECT] = 40,
	[M_MODIFY] = sizeof(struct m_modify),
};

const char *msg_name(u32 type)
{
	static __thread char other[24];

	if (type < M_COUNT && names[type])
		return names[type];
	snprintf(other, sizeof(other), "type-%u", type);
	return other;
}

int msg_type_parse(const char *word)
{
	char *end;
	long n;
	int i;

	for (i = 1; i < M_COUNT; i++)
		if (names[i] && !strcmp(names[i], word))
			return i;
	n = strtol(word, &end, 0);
	return end == word || *end || n < 0 ? -1 : (int)n;
}

bool version_known(u32 version)
{
	static const u32 known[] = {
		VER_WS2008, VER_WIN7, VER_WIN8, VER_WIN81, VER_WIN10, VER_RS3,
		VER_RS4, VER(5, 1), VER_RS5, VER_FE, VER_CU,
	};
	unsigned int i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (known[i] == version)
			return true;
	return false;
}

/* ---- host to guest ---- */

void bus_send_now(const void *msg, unsigned int len, u32 synic_type)
{
	int vp = bus.version < VER_WIN8 ? 0 : (int)bus.msg_vp;

	if (synic_post(vp, bus.sint, synic_type, msg, len))
		trace("msg", "could not queue a message for VP %d", vp);
}

void bus_send(u32 type, const void *msg, unsigned int len, const char *fmt, ...)
{
	struct m_header h = { type, 0 };
	u8 copy[VMBUS_MSG_MAX];
	char text[160];
	va_list ap;

	memcpy(copy, msg, len);
	memcpy(copy, &h, sizeof(h));
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	trace("msg", "> %s %s", msg_name(type), text);
	counter_add("bus.messages_out", 1);
	if (!fault_outgoing(type, copy, len))
		bus_send_now(copy, len, SYNIC_MSG_CHANNEL);
}

/* ---- contact and unload ---- */

/* Forget everything that the guest set up; all channels are closed already. */
static void forget_connection(void)
{
	struct channel *c;
	struct device *d;

	while ((c = TAILQ_FIRST(&channel_list)))
		channel_forget(c);
	gpadl_free_all();
	check_reset();
	bus.connected = bus.offers_requested = false;
	bus.int_page = bus.mon1 = bus.mon2 = NULL;
	TAILQ_FOREACH(d, &device_list, link)
		if (d->wanted)
			channel_new(d, 0);
}

static u8 *contact_page(const char *what, u64 gpa)
{
	u8 *p;

	if (!gpa)
		return NULL;
	p = gpa % HV_PAGE ? NULL : gpa_ptr(gpa, HV_PAGE);
	if (!p)
		check_failed("contact_page", "%s page at %#llx is not guest memory", what,
			     (unsigned long long)gpa);
	return p;
}

static void contact_answer(void)
{
	struct m_version_response r = { 0 };
	struct m_contact m;
	bool ok;

	memcpy(&m, bus.contact, sizeof(m));
	ok = version_known(m.version) && m.version <= vm.prof.max_version;
	if (m.version >= VER_RS4 && m.sint > 15) {
		check_failed("contact_sint", "contact with SINT %u", m.sint);
		ok = false;
	}
	if (m.target_vp >= (u32)vm.prof.vcpus) {
		check_failed("target_vp", "contact for VP %u of %d", m.target_vp, vm.prof.vcpus);
		m.target_vp = 0;
		ok = false;
	}
	bus.version = m.version;
	bus.msg_vp = m.target_vp;
	bus.sint = m.version >= VER_RS4 && m.sint <= 15 ? m.sint : VMBUS_SINT;
	bus.features = 0;
	if (ok) {
		if (m.version < VER_RS4)
			bus.int_page = contact_page("interrupt", m.interrupt_page);
		bus.mon1 = contact_page("first monitor", m.monitor1);
		bus.mon2 = contact_page("second monitor", m.monitor2);
		if (m.version >= VER_CU)
			bus.features = m.features & bus.offer_features;
		bus.conn_id = m.version >= VER_RS4 ? CONN_MSG_NEW : CONN_MSG_OLD;
		bus.connected = bus.force_state <= 0;
		counter_add("bus.connects", 1);
	}
	r.supported = ok;
	r.state = ok && bus.force_state > 0 ? bus.force_state : 0;
	r.conn_id = m.version >= VER_RS4 ? CONN_MSG_NEW : 0;
	r.features = bus.features;
	bus_send(M_VERSION_RESPONSE, &r, m.version >= VER_CU ? 20 : 16,
		 "version %u.%u supported %u state %u", m.version >> 16, m.version & 0xffff,
		 r.supported, r.state);
}

static bool all_closed(void)
{
	struct channel *c;

	TAILQ_FOREACH(c, &channel_list, link)
		if (c->state != CH_OFFERED)
			return false;
	return true;
}

static void finish_closing(void)
{
	struct m_header r = { 0 };
	u32 version = bus.version;

	if (!bus.closing || !all_closed())
		return;
	bus.closing = false;
	forget_connection();
	if (bus.want_unload) {
		bus.want_unload = false;
		bus.version = version;
		bus_send(M_UNLOAD_RESPONSE, &r, sizeof(r), "all channels closed");
	}
	if (bus.want_contact) {
		bus.want_contact = false;
		contact_answer();
	}
}

static void start_closing(void)
{
	struct channel *c;

	bus.closing = true;
	bus.connected = false;
	TAILQ_FOREACH(c, &channel_list, link)
		channel_close(c);
	finish_closing();
}

static void do_contact(const u8 *msg, u32 len, u32 conn)
{
	struct m_contact m;

	memcpy(&m, msg, sizeof(m));
	trace("msg", "< CONTACT version %u.%u vp %u len %u connection %u", m.version >> 16,
	      m.version & 0xffff, m.target_vp, len, conn);
	check_connection(conn, m.version >= VER_RS4 ? CONN_MSG_NEW : CONN_MSG_OLD, M_CONTACT);
	memcpy(bus.contact, msg, len);
	bus.contact_len = len;
	if (bus.closing) {
		bus.want_contact = true;
	} else if (bus.connected) {
		trace("msg", "contact while connected: the old connection is dropped");
		counter_add("bus.recontacts", 1);
		bus.want_contact = true;
		start_closing();
	} else {
		contact_answer();
	}
}

void vmbus_reset(void)
{
	bus.want_unload = bus.want_contact = false;
	bus.closing = true;
	bus.connected = false;
	channel_close_all_wait();
	bus.closing = false;
	forget_connection();
	bus.version = 0;
	bus.sint = VMBUS_SINT;
	bus.msg_vp = 0;
}

/* ---- channels ---- */

static struct channel *need_channel(u32 relid, u32 type)
{
	struct channel *c = channel_by_relid(relid);

	if (c && c->offered)
		return c;
	if (check_relid_was_released(relid))
		check_failed("relid_after_release", "%s for relid %u, which was given back",
			     msg_name(type), relid);
	else
		check_failed("relid_unknown", "%s for relid %u, which was never offered",
			     msg_name(type), relid);
	return NULL;
}

static void do_open(struct channel *c, const struct m_open *m)
{
	struct m_open_result r = { .relid = m->relid, .open_id = m->open_id };

	if (c && c->state == CH_CLOSING) {
		c->reopen = *m;
		c->reopen_pending = true;
		return;
	}
	if (!c) {
		r.status = NT_INVALID_PARAMETER;
	} else if (c->state == CH_OPEN) {
		check_failed("open_twice", "%s is open already", c->name);
		r.status = NT_UNSUCCESSFUL;
	} else {
		r.status = channel_open(c, m);
	}
	bus_send(M_OPEN_RESULT, &r, sizeof(r), "relid %u status %#x %s", r.relid, r.status,
		 c ? c->name : "-");
	if (c && r.status == NT_OK && c->dev->ops->open)
		c->dev->ops->open(c);
}

static void torndown(struct gpadl *g)
{
	struct m_gpadl_torndown r = { .gpadl = g->id };

	gpadl_free(g);
	bus_send(M_GPADL_TORNDOWN, &r, sizeof(r), "gpadl %#x", r.gpadl);
}

static void do_teardown(const u8 *msg)
{
	struct m_gpadl_teardown m;
	struct channel *c;
	struct gpadl *g;

	memcpy(&m, msg, sizeof(m));
	g = gpadl_find(m.gpadl);
	trace("msg", "< GPADL_TEARDOWN relid %u gpadl %#x", m.relid, m.gpadl);
	if (!g || g->teardown_pending) {
		check_failed("gpadl_unknown", "teardown of gpadl %#x, which is %s", m.gpadl,
			     g ? "being torn down" : "unknown");
		return;
	}
	if (g->relid != m.relid)
		check_failed("gpadl_relid", "teardown of gpadl %#x with relid %u, made with %u", m.gpadl,
			     m.relid, g->relid);
	c = channel_by_relid(g->relid);
	if (g->users && c && c->state == CH_OPEN)
		check_failed("gpadl_teardown_open", "%s: the ring's gpadl is torn down while it is open",
			     c->name);
	if (c && c->dev->ops->gpadl_gone)
		c->dev->ops->gpadl_gone(c, g->id);
	if (g->users)
		g->teardown_pending = true;	/* answered when the channel let go of it */
	else
		torndown(g);
}

static void gpadl_answer(u32 relid, u32 id, u32 status)
{
	struct m_gpadl_created r = { .relid = relid, .gpadl = id, .status = status };
	struct gpadl *g = gpadl_find(id);

	bus_send(M_GPADL_CREATED, &r, sizeof(r), "relid %u gpadl %#x status %#x pages %u", relid, id,
		 status, g && !status ? g->npages : 0);
}

static void release(struct channel *c)
{
	struct gpadl *g, *next;

	for (g = TAILQ_FIRST(&gpadl_list); g; g = next) {
		next = TAILQ_NEXT(g, link);
		if (g->relid != c->relid)
			continue;
		/* a rescinded channel takes its lists with it: in-tree drivers send no teardown then */
		if (!c->rescinded)
			check_failed("released_gpadl_left", "%s: relid %u given back with gpadl %#x alive",
				     c->name, c->relid, g->id);
		gpadl_free(g);
	}
	check_relid_released(c->relid);
	channel_forget(c);
	if (c->rescinded)
		device_offer_if_due(c->dev);
}

static void do_released(const struct m_relid *m)
{
	struct channel *c = need_channel(m->relid, M_RELID_RELEASED);

	if (!c)
		return;
	/* without UNLOAD, giving all ids back is how drivers say good-bye */
	if (!c->rescinded && bus.version >= VER_WIN81)
		check_failed("released_unrescinded", "%s: relid %u given back but never rescinded",
			     c->name, c->relid);
	if (c->state == CH_OPEN) {
		/* a guest whose open was overtaken by the rescind does not know that it succeeded */
		if (!c->rescinded)
			check_failed("released_open", "%s: relid %u given back while open", c->name,
				     c->relid);
		channel_close_wait(c);
	}
	if (c->dead)
		return;		/* the bus was reset meanwhile */
	if (c->state == CH_CLOSING)
		c->release_pending = true;
	else
		release(c);
}

void bus_channel_closed(struct channel *c)
{
	struct gpadl *g, *next;

	if (!bus.closing) {
		for (g = TAILQ_FIRST(&gpadl_list); g; g = next) {
			next = TAILQ_NEXT(g, link);
			if (g->relid == c->relid && g->teardown_pending && !g->users)
				torndown(g);
		}
		if (c->release_pending) {
			c->release_pending = false;
			release(c);
		} else if (c->reopen_pending) {
			c->reopen_pending = false;
			do_open(c, &c->reopen);
		}
	}
	finish_closing();
}

/* Subchannels live as long as their primary is open: closing that takes them away. */
static void guest_closes(struct channel *c)
{
	struct channel *sub, *next;

	if (!c->subindex)
		for (sub = TAILQ_FIRST(&channel_list); sub; sub = next) {
			next = TAILQ_NEXT(sub, link);
			if (sub->dev == c->dev && sub->subindex)
				channel_rescind(sub);
		}
	channel_close_wait(c);
}

static void do_modify(const struct m_modify *m)
{
	struct channel *c = need_channel(m->relid, M_MODIFY);
	struct m_modify_response r = { .relid = m->relid };

	if (!c) {
		r.status = NT_INVALID_PARAMETER;
	} else if (m->target_vp >= (u32)vm.prof.vcpus && m->target_vp != 0xffffffffu) {
		check_failed("target_vp", "%s: moved to VP %u of %d", c->name, m->target_vp, vm.prof.vcpus);
		r.status = NT_INVALID_PARAMETER;
	} else {
		__atomic_store_n(&c->target_vp, m->target_vp, __ATOMIC_RELAXED);
	}
	if (bus.version < VER_RS3)
		check_failed("modify_version", "MODIFY on protocol %u.%u", bus.version >> 16,
			     bus.version & 0xffff);
	if (bus.version >= VER_FE)
		bus_send(M_MODIFY_RESPONSE, &r, sizeof(r), "relid %u status %#x", r.relid, r.status);
}

static void dispatch(u32 type, const u8 *msg, u32 len)
{
	u32 relid, id, status;
	struct m_relid mr;
	struct channel *c;

	switch (type) {
	case M_REQUEST_OFFERS:
		trace("msg", "< REQUEST_OFFERS");
		offers_start();
		break;
	case M_OPEN: {
		struct m_open m;

		memcpy(&m, msg, sizeof(m));
		c = need_channel(m.relid, type);
		trace("msg", "< OPEN relid %u gpadl %#x vp %u down-page %u len %u %s", m.relid, m.gpadl,
		      m.target_vp, m.downstream_page, len, c ? c->name : "-");
		do_open(c, &m);
		break;
	}
	case M_CLOSE:
		memcpy(&mr, msg, sizeof(mr));
		c = need_channel(mr.relid, type);
		trace("msg", "< CLOSE relid %u %s", mr.relid, c ? c->name : "-");
		if (c && c->state != CH_OPEN)
			check_failed("close_without_open", "%s is not open", c->name);
		else if (c)
			guest_closes(c);
		break;
	case M_GPADL_HEADER:
		memcpy(&relid, msg + 8, 4);
		memcpy(&id, msg + 12, 4);
		c = need_channel(relid, type);
		trace("msg", "< GPADL_HEADER relid %u gpadl %#x len %u", relid, id, len);
		if (!c)
			gpadl_answer(relid, id, NT_INVALID_PARAMETER);
		else if (gpadl_header(msg, len, &relid, &id, &status))
			gpadl_answer(relid, id, status);
		break;
	case M_GPADL_BODY:
		if (gpadl_body(msg, len, &relid, &id, &status))
			gpadl_answer(relid, id, status);
		break;
	case M_GPADL_TEARDOWN:
		do_teardown(msg);
		break;
	case M_RELID_RELEASED:
		memcpy(&mr, msg, sizeof(mr));
		trace("msg", "< RELID_RELEASED relid %u", mr.relid);
		do_released(&mr);
		break;
	case M_UNLOAD:
		trace("msg", "< UNLOAD");
		if (bus.version < VER_WIN81)
			check_failed("unload_version", "UNLOAD on protocol %u.%u", bus.version >> 16,
				     bus.version & 0xffff);
		bus.want_unload = true;
		start_closing();
		break;
	case M_TL_CONNECT:
		trace("msg", "< TL_CONNECT (no socket service here)");
		break;
	case M_MODIFY: {
		struct m_modify m;

		memcpy(&m, msg, sizeof(m));
		trace("msg", "< MODIFY relid %u vp %u", m.relid, m.target_vp);
		do_modify(&m);
		break;
	}
	}
}

u16 vmbus_post_message(int vp, u32 conn, u32 synic_type, const void *payload, unsigned int len)
{
	u8 msg[VMBUS_MSG_MAX];
	u32 type;

	(void)vp;
	counter_add("bus.messages_in", 1);
	if (len > VMBUS_MSG_MAX)
		return HS_BAD_PARAMETER;
	/* hosts older than 5.0 have no connection 4 */
	if (conn != CONN_MSG_OLD && (conn != CONN_MSG_NEW || vm.prof.max_version < VER_RS4)) {
		trace("msg", "< message on connection %u refused", conn);
		return HS_BAD_CONNECTION;
	}
	if (synic_type != SYNIC_MSG_CHANNEL) {
		check_failed("message_type", "SynIC message type %#x", synic_type);
		return HS_OK;
	}
	memcpy(msg, payload, len);
	if (len < sizeof(struct m_header)) {
		check_failed("msg_short", "message of %u bytes", len);
		return HS_OK;
	}
	memcpy(&type, msg, 4);
	if (type >= M_COUNT || !least[type]) {
		check_failed("msg_unknown", "%s from the guest", msg_name(type));
		return HS_OK;
	}
	if (len < least[type]) {
		check_failed("msg_short", "%s of %u bytes", msg_name(type), len);
		return HS_OK;
	}
	if (fault_incoming(type))
		return HS_OK;
	if (type == M_CONTACT) {
		do_contact(msg, len, conn);
		return HS_OK;
	}
	if (!bus.connected) {
		/* in-tree drivers give their ids back after UNLOAD: pointless, but harmless */
		if (!bus.closing && type != M_RELID_RELEASED)
			check_failed("msg_unconnected", "%s without a connection", msg_name(type));
		return HS_OK;
	}
	check_connection(conn, bus.conn_id, type);
	dispatch(type, msg, len);
	return HS_OK;
}

/* ---- signals from the guest ---- */

static void scan_send_page(void)
{
	u32 word;

	for (word = 0; word < 64; word++) {
		u32 *p = (u32 *)(bus.int_page + INTPAGE_TO_HOST) + word;
		u32 bits = __atomic_load_n(p, __ATOMIC_ACQUIRE) ? __atomic_exchange_n(p, 0, __ATOMIC_SEQ_CST) : 0;

		while (bits) {
			u32 relid = word * 32 + __builtin_ctz(bits);
			struct channel *c = channel_by_relid(relid);

			bits &= bits - 1;
			if (c && c->offered)
				channel_guest_signal(c, true);
			else
				check_failed("signal_unknown", "send-interrupt bit %u has no channel", relid);
		}
	}
}

u16 vmbus_signal_event(int vp, u32 conn, u16 flag)
{
	struct channel *c;

	(void)vp;
	if (conn == CONN_EVENT_OLD) {
		if (!bus.connected || !bus.int_page)
			return HS_BAD_CONNECTION;
		counter_add("bus.signals_shared", 1);
		scan_send_page();
		return HS_OK;
	}
	c = conn >= CONN_CHANNEL_BASE ? channel_by_relid(conn - CONN_CHANNEL_BASE) : NULL;
	if (!c || !c->offered) {
		check_failed("signal_unknown", "signal on connection %#x flag %u", conn, flag);
		return HS_BAD_CONNECTION;
	}
	if (flag)
		check_failed("signal_flag", "%s: signal with flag %u", c->name, flag);
	if (!c->dedicated && bus.int_page) {
		u8 *byte = bus.int_page + INTPAGE_TO_HOST + c->relid / 8, bit = 1u << c->relid % 8;

		if (!(__atomic_fetch_and(byte, (u8)~bit, __ATOMIC_SEQ_CST) & bit))
			check_failed("send_bit", "%s: signalled without its bit in the send page", c->name);
	}
	if (c->state != CH_OPEN)
		trace("msg", "%s: signal while not open", c->name);
	channel_guest_signal(c, true);
	return HS_OK;
}

/* Lock held.  Channels offered as monitored are signalled by a bit in guest memory. */
void monitor_scan(void)
{
	unsigned int g;

	if (!bus.connected || !bus.mon2)
		return;
	for (g = 0; g < 4; g++) {
		u32 *p = (u32 *)(bus.mon2 + MON_GROUP(g));
		u32 bits = __atomic_load_n(p, __ATOMIC_ACQUIRE) ? __atomic_exchange_n(p, 0, __ATOMIC_SEQ_CST) : 0;

		while (bits) {
			int id = g * 32 + __builtin_ctz(bits);
			struct channel *c;

			bits &= bits - 1;
			TAILQ_FOREACH(c, &channel_list, link)
				if (c->monitor_id == id && c->state == CH_OPEN)
					break;
			if (c) {
				counter_add("bus.signals_monitored", 1);
				channel_guest_signal(c, false);
			}
		}
	}
}

void vmbus_tick(void)
{
	struct channel *c;
	struct device *d;

	pthread_mutex_lock(&vm.lock);
	monitor_scan();
	fault_tick();
	TAILQ_FOREACH(c, &channel_list, link)
		channel_tick(c);
	pthread_mutex_unlock(&vm.lock);
	/* devices are made before the guest starts and never go away */
	TAILQ_FOREACH(d, &device_list, link)
		if (d->ops->tick)
			d->ops->tick(d);
}

void vmbus_init(void)
{
	fault_init();
	bus_commands_init();
}
