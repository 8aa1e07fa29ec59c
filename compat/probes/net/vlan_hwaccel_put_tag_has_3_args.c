// SPDX-License-Identifier: GPL-2.0-only
/*
 * A VLAN tag put aside has a protocol.
 *
 * Since: 3.10 (86a9bad3ab6d)
 */
#include <linux/if_vlan.h>

void hvc_probe(struct sk_buff *s);
void hvc_probe(struct sk_buff *s)
{
	__vlan_hwaccel_put_tag(s, htons(ETH_P_8021Q), 1);
}
