/* SPDX-License-Identifier: GPL-2.0-only */
/* VLAN tags beside the frame. Macros and prototypes only: kernel headers include this one. */
#ifndef HVC_LINUX_IF_VLAN_H
#define HVC_LINUX_IF_VLAN_H

#include_next <linux/if_vlan.h>
#include <hvc_config.h>

#if !HVC_VLAN_HWACCEL_PUT_TAG_HAS_3_ARGS
#if HVC_VLAN_DO_RECEIVE_EXISTS
#define __vlan_hwaccel_put_tag(skb, proto, tci) __vlan_hwaccel_put_tag(skb, tci)
#else
/*
 * The kernel wants to be told for which VLAN. The tag goes back to where it came
 * from; lib/net.c.
 */
void hvc_vlan_put_tag(struct sk_buff *skb, u16 tci);
#define __vlan_hwaccel_put_tag(skb, proto, tci)	hvc_vlan_put_tag(skb, tci)
#endif
#endif

#if !HVC_SKB_VLAN_TAG_PRESENT_EXISTS
#undef skb_vlan_tag_present
#undef skb_vlan_tag_get
#define skb_vlan_tag_present(skb)	vlan_tx_tag_present(skb)
#define skb_vlan_tag_get(skb)		vlan_tx_tag_get(skb)
#endif

#if !HVC_VLAN_GET_PROTOCOL_EXISTS
/* lib/net.c */
__be16 hvc_vlan_get_protocol(const struct sk_buff *skb);
#define vlan_get_protocol(skb)		hvc_vlan_get_protocol(skb)
#endif

#endif /* HVC_LINUX_IF_VLAN_H */
