// SPDX-License-Identifier: GPL-2.0-only
/*
 * No virtual function: where a kernel cannot divert the frames of one device to
 * another, the host is told that there will be none, and all frames go through it.
 */
#include "netvsc.h"

#ifndef NETDEV_RX_HANDLERS

bool netvsc_vf_possible(void)
{
	return false;
}

bool netvsc_vf_xmit(struct netvsc *nv, struct sk_buff *skb)
{
	return false;
}

void netvsc_vf_stats(struct netvsc *nv, u64 *out)
{
	memset(out, 0, NETVSC_VF_STATS * sizeof(*out));
}

void netvsc_vf_cpu_stats(struct netvsc *nv, unsigned int cpu, u64 *out)
{
	memset(out, 0, NETVSC_VF_STATS * sizeof(*out));
}

void netvsc_vf_follow(struct netvsc *nv)
{
}

void netvsc_vf_open(struct netvsc *nv)
{
}

void netvsc_vf_close(struct netvsc *nv)
{
}

int netvsc_vf_set_mac(struct netvsc *nv, const u8 *mac)
{
	return 0;
}

void netvsc_vf_leave(struct netvsc *nv)
{
}

void netvsc_vf_reset(struct netvsc *nv)
{
}

void netvsc_vf_event(struct netvsc *nv, bool allocated, u32 serial)
{
}

void netvsc_vf_rx_mode(struct netvsc *nv)
{
}

/* Never scheduled; others cancel it. */
static void vf_work(struct work_struct *work)
{
}

int netvsc_vf_alloc(struct netvsc *nv)
{
	INIT_DELAYED_WORK(&nv->vf_work, vf_work);
	return 0;
}

void netvsc_vf_free(struct netvsc *nv)
{
}

void netvsc_vf_add(struct netvsc *nv)
{
}

void netvsc_vf_del(struct netvsc *nv)
{
}

int netvsc_vf_init(void)
{
	return 0;
}

void netvsc_vf_exit(void)
{
}

#endif /* NETDEV_RX_HANDLERS */
