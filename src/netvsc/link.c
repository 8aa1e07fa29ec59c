// SPDX-License-Identifier: GPL-2.0-only
/*
 * The carrier as the host tells it. After a migration the host announces a network
 * change: the carrier goes and comes back, so that whoever has an address from
 * there asks for it anew. Changes are at least two seconds apart, or nobody would
 * notice them.
 */
#include <linux/jiffies.h>
#include <linux/rtnetlink.h>

#include "netvsc.h"

/* A new carrier: queues of frames are switched on in the meantime. */
#define ANNOUNCE_DELAY	(HZ / 10)

static void set_carrier(struct netvsc *nv, bool on)
{
	if (on == netif_carrier_ok(nv->net))
		return;
	if (on)
		netif_carrier_on(nv->net);
	else
		netif_carrier_off(nv->net);
	nv->link_last = jiffies;
}

/* What the host has said in the meantime: the next event, or 0. */
static u32 next_event(struct netvsc *nv)
{
	u32 event = 0;

	spin_lock_bh(&nv->link_lock);
	if (nv->events) {
		event = nv->event[0];
		nv->events--;
		memmove(nv->event, nv->event + 1,
			nv->events * sizeof(nv->event[0]));
	}
	spin_unlock_bh(&nv->link_lock);
	return event;
}

static void link_work(struct work_struct *work)
{
	struct netvsc *nv = container_of(work, struct netvsc, link_work.work);
	/* Small once more when the counter has gone round: one needless wait. */
	unsigned long since = jiffies - nv->link_last;
	bool notify = false;
	u32 event;

	if (READ_ONCE(nv->gone))
		return;
	if (nv->announce) {
		nv->announce = false;
		if (netif_carrier_ok(nv->net))
			netdev_notify_peers(nv->net);
	}
	if (since < NETVSC_LINK_GAP && (nv->flap || READ_ONCE(nv->events))) {
		schedule_delayed_work(&nv->link_work, NETVSC_LINK_GAP - since);
		return;
	}
	if (nv->flap) {
		nv->flap = false;
		notify = true;
		set_carrier(nv, true);
		nv->link_last = jiffies;
	} else {
		event = next_event(nv);
		switch (event) {
		case RNDIS_STATUS_CONNECT:
			notify = !netif_carrier_ok(nv->net);
			set_carrier(nv, true);
			break;
		case RNDIS_STATUS_DISCONNECT:
			set_carrier(nv, false);
			break;
		case RNDIS_STATUS_NETWORK_CHANGE:
			if (netif_carrier_ok(nv->net)) {
				set_carrier(nv, false);
				nv->flap = true;
			}
			break;
		default:
			break;
		}
	}
	nv->announce = notify;
	if (notify)
		schedule_delayed_work(&nv->link_work, ANNOUNCE_DELAY);
	else if (nv->flap || READ_ONCE(nv->events))
		schedule_delayed_work(&nv->link_work, NETVSC_LINK_GAP);
}

void netvsc_link_event(struct netvsc *nv, u32 status)
{
	switch (status) {
	case RNDIS_STATUS_SPEED_CHANGE:
		WRITE_ONCE(nv->ask_speed, true);
		schedule_work(&nv->filter_work);
		return;
	case RNDIS_STATUS_CONNECT:
	case RNDIS_STATUS_DISCONNECT:
	case RNDIS_STATUS_NETWORK_CHANGE:
		break;
	default:
		return;
	}
	spin_lock_bh(&nv->link_lock);
	/* Too many at once: the last word counts. */
	if (nv->events == ARRAY_SIZE(nv->event))
		nv->events--;
	nv->event[nv->events++] = status;
	spin_unlock_bh(&nv->link_lock);
	schedule_delayed_work(&nv->link_work, 0);
}

void netvsc_link_refresh(struct netvsc *nv)
{
	int up;

	/* It must not bring back a carrier that goes here. */
	cancel_delayed_work_sync(&nv->link_work);
	/* What the host says from now on is newer than its answer. */
	spin_lock_bh(&nv->link_lock);
	nv->events = 0;
	spin_unlock_bh(&nv->link_lock);
	up = netvsc_query_link(nv);
	if (!up)
		nv->flap = false;
	if (up >= 0 && !nv->flap)
		set_carrier(nv, up);
	if (nv->flap || nv->announce || READ_ONCE(nv->events))
		schedule_delayed_work(&nv->link_work, 0);
}

void netvsc_link_init(struct netvsc *nv)
{
	spin_lock_init(&nv->link_lock);
	INIT_DELAYED_WORK(&nv->link_work, link_work);
	nv->link_last = jiffies - NETVSC_LINK_GAP;
}

void netvsc_link_cancel(struct netvsc *nv)
{
	cancel_delayed_work_sync(&nv->link_work);
}
