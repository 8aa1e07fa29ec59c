// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tags put aside are looked at by netif_receive_skb(), in vlan_do_receive().
 *
 * Since: 3.0
 * Backports: RHEL 6
 */
#include <linux/if_vlan.h>

void *hvc_probe(void);
void *hvc_probe(void)
{
	return vlan_do_receive;
}
