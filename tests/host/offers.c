// SPDX-License-Identifier: GPL-2.0-only
/*
 * Offering and rescinding channels.
 */
#include <string.h>
#include <time.h>

#include "bus.h"

/* A monitored channel is looked at this often; the tick's 10 ms would make it useless. */
#define MONITOR_US 500

static void *monitor_thread(void *arg)
{
	struct timespec ts = { 0, MONITOR_US * 1000 };

	(void)arg;
	for (;;) {
		u8 *page = __atomic_load_n(&bus.mon2, __ATOMIC_RELAXED);
		unsigned int g;
		bool any = false;

		nanosleep(&ts, NULL);
		for (g = 0; page && g < 4; g++)
			if (__atomic_load_n((u32 *)(page + MON_GROUP(g)), __ATOMIC_RELAXED))
				any = true;
		if (!any)
			continue;
		pthread_mutex_lock(&vm.lock);
		monitor_scan();
		pthread_mutex_unlock(&vm.lock);
	}
	return NULL;
}

static void monitor_setup(struct channel *c)
{
	unsigned int g = c->monitor_id / 32, i = c->monitor_id % 32;
	static bool started;
	u32 param[2] = { c->conn_id, 0 };
	u16 latency = MONITOR_US * 10;
	pthread_t t;

	if (!bus.mon2)
		return;
	memcpy(bus.mon2 + MON_LATENCY(g, i), &latency, sizeof(latency));
	memcpy(bus.mon2 + MON_PARAM(g, i), param, sizeof(param));
	__atomic_fetch_or((u32 *)(bus.mon2 + MON_STATE), 1u << g, __ATOMIC_SEQ_CST);
	if (!started && !pthread_create(&t, NULL, monitor_thread, NULL)) {
		pthread_detach(t);
		started = true;
	}
}

void bus_send_offer(struct channel *c)
{
	struct device *d = c->dev;
	struct m_offer m = { 0 };
	char type[37], inst[37];

	m.type = d->ops->type;
	m.instance = d->instance;
	m.flags = d->offer_flags;
	m.mmio_megabytes = d->mmio_megabytes;
	memcpy(m.user_defined, d->user_defined, sizeof(m.user_defined));
	if (d->ops->pipe) {
		u32 mode = PIPE_MODE_MESSAGE;

		memcpy(m.user_defined, &mode, sizeof(mode));
	}
	m.subindex = c->subindex;
	m.relid = c->relid;
	if (c->monitor_id >= 0 && bus.mon2) {
		m.monitor_id = c->monitor_id;
		m.monitor_allocated = 1;
		monitor_setup(c);
	}
	/* the first protocol has no dedicated interrupts, the ones from 5.0 on have nothing else */
	if (bus.version == VER_WS2008)
		c->dedicated = false;
	else if (!bus.int_page)
		c->dedicated = true;
	else
		c->dedicated = !d->shared_interrupt;
	m.dedicated = c->dedicated;
	m.connection_id = c->conn_id;
	c->offered = true;
	check_relid_offered(c->relid);
	guid_format(&m.type, type);
	guid_format(&m.instance, inst);
	bus_send(M_OFFER, &m, sizeof(m), "relid %u sub %u %s type %s instance %s", c->relid, c->subindex,
		 d->name, type, inst);
}

void offers_start(void)
{
	struct m_header end = { 0 };
	struct channel *c;

	bus.offers_requested = true;
	TAILQ_FOREACH(c, &channel_list, link)
		if (!c->offered && !c->rescinded)
			bus_send_offer(c);
	bus_send(M_ALL_OFFERS, &end, sizeof(end), "-");
}

struct channel *channel_offer(struct device *d, unsigned int subindex)
{
	struct channel *c = channel_new(d, subindex);

	if (bus.connected && bus.offers_requested)
		bus_send_offer(c);
	return c;
}

void channel_rescind(struct channel *c)
{
	struct m_relid m = { .relid = c->relid };
	bool told = c->offered;

	if (c->rescinded)
		return;
	c->rescinded = true;
	if (c->dev->primary == c)
		c->dev->primary = NULL;
	if (!told) {
		channel_forget(c);
		return;
	}
	bus_send(M_RESCIND, &m, sizeof(m), "relid %u %s", c->relid, c->name);
}

/* Offer a wanted device once the guest gave back all that it had of it. */
void device_offer_if_due(struct device *d)
{
	struct channel *c;

	if (!d->wanted || d->primary)
		return;
	TAILQ_FOREACH(c, &channel_list, link)
		if (c->dev == d)
			return;
	channel_offer(d, 0);
}
