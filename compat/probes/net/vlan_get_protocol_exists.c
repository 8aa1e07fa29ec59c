// SPDX-License-Identifier: GPL-2.0-only
/*
 * vlan_get_protocol() looks behind VLAN tags.
 *
 * Since: 2.6.37
 * Backports: RHEL 6
 */
#include <linux/if_vlan.h>

__be16 hvc_probe(struct sk_buff *s);
__be16 hvc_probe(struct sk_buff *s)
{
	return vlan_get_protocol(s);
}
