// SPDX-License-Identifier: GPL-2.0-only
/*
 * Polling has a struct napi_struct of its own, switched on with napi_enable().
 *
 * Since: 2.6.24 (bea3348eef27)
 */
#include <linux/netdevice.h>

void hvc_probe(struct napi_struct *n);
void hvc_probe(struct napi_struct *n)
{
	napi_enable(n);
	napi_schedule(n);
}
