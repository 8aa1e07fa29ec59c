/* SPDX-License-Identifier: GPL-2.0-only */
/* The queue that a socket sends through. Macros only: kernel headers include this one. */
#ifndef HVC_NET_SOCK_H
#define HVC_NET_SOCK_H

#include_next <net/sock.h>
#include <hvc_config.h>

/*
 * skb_tx_queue_known() - queue that the socket of a frame sends through; -1: none,
 * or the frame may overtake others
 * skb_tx_queue_keep() - remember it
 */
#if HVC_SK_TX_QUEUE_GET_EXISTS
#if HVC_SKB_HAS_OOO_OKAY
#define hvc_may_overtake(skb)		((skb)->ooo_okay)
#else
#define hvc_may_overtake(skb)		0
#endif
#if !HVC_SK_FULLSOCK_EXISTS
#define sk_fullsock(sk)			true
#endif
#define skb_tx_queue_known(skb)						\
	((skb)->sk && !hvc_may_overtake(skb) ?				\
	 sk_tx_queue_get((skb)->sk) : -1)
#define skb_tx_queue_keep(skb, queue)					\
	do {								\
		if ((skb)->sk && sk_fullsock((skb)->sk) &&		\
		    rcu_access_pointer((skb)->sk->sk_dst_cache))	\
			sk_tx_queue_set((skb)->sk, queue);		\
	} while (0)
#else
#define skb_tx_queue_known(skb)		((void)(skb), -1)
#define skb_tx_queue_keep(skb, queue)	((void)(queue))
#endif

#endif /* HVC_NET_SOCK_H */
