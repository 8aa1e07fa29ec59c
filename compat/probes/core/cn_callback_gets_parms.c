// SPDX-License-Identifier: GPL-2.0-only
/*
 * A callback of the connector is told about the sender.
 * Since: 2.6.33 (7069331dbe71)
 */
#include <linux/connector.h>

int hvc_probe(struct cb_id *id, char *name,
	      void (*f)(struct cn_msg *msg, struct netlink_skb_parms *parms));
int hvc_probe(struct cb_id *id, char *name,
	      void (*f)(struct cn_msg *msg, struct netlink_skb_parms *parms))
{
	return cn_add_callback(id, name, f);
}
