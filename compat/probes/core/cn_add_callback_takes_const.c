// SPDX-License-Identifier: GPL-2.0-only
/*
 * A callback of the connector has a const name.
 * Since: 2.6.39
 */
#include <linux/connector.h>

int hvc_probe(struct cb_id *id, const char *name,
	      void (*f)(struct cn_msg *msg, struct netlink_skb_parms *parms));
int hvc_probe(struct cb_id *id, const char *name,
	      void (*f)(struct cn_msg *msg, struct netlink_skb_parms *parms))
{
	return cn_add_callback(id, name, f);
}
