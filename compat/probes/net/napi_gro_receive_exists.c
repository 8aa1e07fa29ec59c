// SPDX-License-Identifier: GPL-2.0-only
/*
 * Received frames can be merged: napi_gro_receive().
 *
 * Since: 2.6.29
 */
#include <linux/netdevice.h>

void hvc_probe(struct napi_struct *n, struct sk_buff *s);
void hvc_probe(struct napi_struct *n, struct sk_buff *s)
{
	napi_gro_receive(n, s);
}
