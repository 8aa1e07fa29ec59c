// SPDX-License-Identifier: GPL-2.0-only
/*
 * The netlink connector, for daemons that know nothing else. Used from the moment
 * one registers through it, until one opens the device.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/capability.h>
#include <linux/connector.h>
#include <linux/kernel.h>
#include <linux/netlink.h>
#include <linux/ratelimit.h>
#include <linux/slab.h>
#include <linux/user_namespace.h>
#include "transport.h"

/* A message from user space, in the context of its sender. */
static void hv_netlink_receive(struct cn_msg *msg,
			       struct netlink_skb_parms *parms)
{
	struct hv_transport *t;

	/* Anybody may send to the connector. */
	if (!__netlink_ns_capable(parms, &init_user_ns, CAP_SYS_ADMIN))
		return;
	if (!msg->len || msg->len > HV_TRANSPORT_MAX_IN)
		return;
	t = hv_transport_by_id(msg->id.idx, msg->id.val);
	if (!t)
		return;
	mutex_lock(&t->lock);
	if (t->mode == HV_TRANSPORT_CHARDEV) {
		pr_warn_ratelimited("%s: a daemon has the device open, netlink is ignored\n",
				    t->node);
	} else if (!t->dead) {
		enum hv_transport_mode before = t->mode;

		t->mode = HV_TRANSPORT_NETLINK;
		if (t->ops->message(t->context, msg->data, msg->len) &&
		    before == HV_TRANSPORT_NONE)
			t->mode = HV_TRANSPORT_NONE;
	}
	mutex_unlock(&t->lock);
	hv_transport_put(t);
}

int hv_netlink_start(struct hv_transport *t)
{
	struct cb_id id;

	if (!t->cn_idx)
		return 0;
	id.idx = t->cn_idx;
	id.val = t->cn_val;
	return cn_add_callback(&id, t->node, hv_netlink_receive);
}

void hv_netlink_stop(struct hv_transport *t)
{
	struct cb_id id;

	if (!t->cn_idx)
		return;
	id.idx = t->cn_idx;
	id.val = t->cn_val;
	cn_del_callback(&id);
}

bool hv_netlink_send(struct hv_transport *t, const u8 *data, u32 len)
{
	struct cn_msg *msg;
	int ret;

	msg = kzalloc(sizeof(*msg) + len, GFP_KERNEL);
	if (!msg)
		return false;
	msg->id.idx = t->cn_idx;
	msg->id.val = t->cn_val;
	msg->len = (u16)len;
	memcpy(msg->data, data, len);
	ret = cn_netlink_send(msg, 0, 0, GFP_KERNEL);
	kfree(msg);
	return ret >= 0;
}
