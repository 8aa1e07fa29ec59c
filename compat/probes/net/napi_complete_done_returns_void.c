// SPDX-License-Identifier: GPL-2.0-only
/*
 * napi_complete_done() ends polling and returns nothing.
 *
 * Since: 3.19 (3b47d30396ba), until 4.9
 * Backports: RHEL 7
 */
#include <linux/netdevice.h>

void (*hvc_probe(void))(struct napi_struct *, int);
void (*hvc_probe(void))(struct napi_struct *, int)
{
	return napi_complete_done;
}
