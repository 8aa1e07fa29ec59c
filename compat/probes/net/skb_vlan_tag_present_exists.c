// SPDX-License-Identifier: GPL-2.0-only
/*
 * A VLAN tag put aside is read with skb_vlan_tag_present() and skb_vlan_tag_get().
 *
 * Since: 4.0 (df8a39defad4)
 * Backports: RHEL 6 and 7
 */
#include <linux/if_vlan.h>

u16 hvc_probe(const struct sk_buff *s);
u16 hvc_probe(const struct sk_buff *s)
{
	return skb_vlan_tag_present(s) ? skb_vlan_tag_get(s) : 0;
}
