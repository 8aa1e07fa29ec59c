// SPDX-License-Identifier: GPL-2.0-only
/*
 * netif_napi_add() has three arguments; the weight is the usual one.
 *
 * Since: 6.1 (b48b89f9c189)
 */
#include <linux/netdevice.h>

void hvc_probe(struct net_device *d, struct napi_struct *n, int (*f)(struct napi_struct *, int));
void hvc_probe(struct net_device *d, struct napi_struct *n, int (*f)(struct napi_struct *, int))
{
	netif_napi_add(d, n, f);
}
