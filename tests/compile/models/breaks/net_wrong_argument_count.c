// SPDX-License-Identifier: GPL-2.0-only
/* Break: one argument too many for the receiver of frames. */
#include <linux/netdevice.h>

int model_break(struct sk_buff *skb);
int model_break(struct sk_buff *skb)
{
#ifdef MODEL_MENDED
	return netif_receive_skb(skb);
#else
	return netif_receive_skb(skb, 1);
#endif
}
