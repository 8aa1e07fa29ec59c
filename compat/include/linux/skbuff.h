/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Frames under the newest names. Macros and prototypes only: kernel headers
 * include this one. Bodies are in lib/net.c.
 */
#ifndef HVC_LINUX_SKBUFF_H
#define HVC_LINUX_SKBUFF_H

#include_next <linux/skbuff.h>
#include <hvc_config.h>

struct net_device;

/* -------- memory -------- */

#if !HVC_NAPI_ALLOC_SKB_EXISTS
struct sk_buff *hvc_alloc_skb(struct net_device *dev, unsigned int len);
#define napi_alloc_skb(napi, len)	hvc_alloc_skb((napi)->dev, len)
#endif
#if !HVC_NAPI_CONSUME_SKB_EXISTS
#define napi_consume_skb(skb, budget)	((void)(budget), dev_consume_skb_any(skb))
#endif
#if !HVC_DEV_ALLOC_PAGE_EXISTS
#define dev_alloc_page()		alloc_page(GFP_ATOMIC | __GFP_NOWARN)
#endif
#if !HVC_SKB_PUT_DATA_EXISTS
#define skb_put_data(skb, data, len)	memcpy(skb_put(skb, len), data, len)
#endif
#if !HVC_SKB_COW_HEAD_EXISTS
int hvc_skb_cow_head(struct sk_buff *skb, unsigned int headroom);
#define skb_cow_head(skb, headroom)	hvc_skb_cow_head(skb, headroom)
#endif

#if !HVC_SKB_STORE_BITS_TAKES_CONST
#define skb_store_bits(skb, offset, from, len) \
	skb_store_bits(skb, offset, (void *)(from), len)
#endif

/* -------- pieces -------- */

#if !HVC_SKB_FRAG_OFF_EXISTS
#define skb_frag_off(f)			((f)->page_offset)
#endif
#if !HVC_SKB_FRAG_PAGE_EXISTS
#undef skb_frag_page
#undef skb_frag_size
#define skb_frag_page(f)		((f)->page)
#define skb_frag_size(f)		((f)->size)
#endif
#if !HVC_SKB_ADD_RX_FRAG_HAS_6_ARGS
#define skb_add_rx_frag(skb, i, page, off, size, real)			\
	do {								\
		skb_fill_page_desc(skb, i, page, off, size);		\
		(skb)->len += (size);					\
		(skb)->data_len += (size);				\
		(skb)->truesize += (real);				\
	} while (0)
#endif

/* -------- hashes and queues -------- */

#if !HVC_SKB_GET_HASH_EXISTS
u32 hvc_skb_get_hash(struct sk_buff *skb);
#define skb_get_hash(skb)		hvc_skb_get_hash(skb)
#endif
#if !HVC_SKB_GET_HASH_RAW_EXISTS
#if HVC_SKB_HAS_RXHASH
#define skb_get_hash_raw(skb)		((skb)->rxhash)
#elif HVC_SKB_GET_HASH_EXISTS
#define skb_get_hash_raw(skb)		((skb)->hash)
#else
#define skb_get_hash_raw(skb)		0
#endif
#endif
#if !HVC_SKB_SET_HASH_EXISTS
#if HVC_SKB_HAS_RXHASH
#define skb_set_hash(skb, value, type)	((skb)->rxhash = (value))
#else
/* Frames have no hash. */
#define skb_set_hash(skb, value, type)	((void)(value))
#endif
#endif
#if !HVC_SKB_RECORD_RX_QUEUE_EXISTS
#define skb_record_rx_queue(skb, queue)	((void)(skb), (void)(queue))
#define skb_rx_queue_recorded(skb)	false
#define skb_get_rx_queue(skb)		0
#endif
#if !HVC_SKB_QUEUE_MAPPING_EXISTS
#define skb_set_queue_mapping(skb, queue)	((void)(skb), (void)(queue))
#define skb_get_queue_mapping(skb)	((void)(skb), 0)
#endif

/* -------- headers and checksums -------- */

#if !HVC_SKB_HAS_TRANSPORT_HEADER
#define skb_transport_offset(skb)	((int)((skb)->h.raw - (skb)->data))
#define skb_transport_header(skb)	((skb)->h.raw)
#define skb_network_header(skb)		((skb)->nh.raw)
#define skb_reset_mac_header(skb)	((skb)->mac.raw = (skb)->data)
#define skb_set_network_header(skb, offset) \
	((skb)->nh.raw = (skb)->data + (offset))
#undef ip_hdr
#undef ipv6_hdr
#undef tcp_hdr
#define ip_hdr(skb)			((skb)->nh.iph)
#define ipv6_hdr(skb)			((skb)->nh.ipv6h)
#define tcp_hdr(skb)			((skb)->h.th)
#endif
#if !HVC_SKB_HAS_CSUM_OFFSET
/* For a frame to be sent it is what csum means. */
#define csum_offset			csum
#endif
#ifndef CHECKSUM_PARTIAL
#define CHECKSUM_PARTIAL		CHECKSUM_HW
#endif
#if !HVC_SKB_CHECKSUM_NONE_ASSERT_EXISTS
#define skb_checksum_none_assert(skb)	((skb)->ip_summed = CHECKSUM_NONE)
#endif
#if !HVC_SKB_IS_GSO_V6_EXISTS
#define skb_is_gso_v6(skb)		(skb_shinfo(skb)->gso_type & SKB_GSO_TCPV6)
#endif
#if !HVC_SKB_TX_TIMESTAMP_EXISTS
/* Sockets get no times of sending. */
#define skb_tx_timestamp(skb)		((void)(skb))
#elif defined(CONFIG_NETWORK_PHY_TIMESTAMPING) && \
	!HVC_EXPORTED_SKB_CLONE_TX_TIMESTAMP
/* Modules may not ask the PHY for the time: there is none on VMBus. */
#define skb_tx_timestamp(skb)		sw_tx_timestamp(skb)
#endif

#endif /* HVC_LINUX_SKBUFF_H */
