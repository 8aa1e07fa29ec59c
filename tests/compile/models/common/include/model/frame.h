/* SPDX-License-Identifier: GPL-2.0-only */
/* Model: what frames are made of, frames of the stack, checksums. */
#ifndef MODEL_FRAME_H
#define MODEL_FRAME_H

#include <model/base.h>

/* -------- on the wire -------- */

#if MODEL_KERNEL >= 20632
typedef u16 __sum16;
typedef __sum16 model_sum;
typedef __wsum model_csum;
#else
typedef unsigned short model_sum;
typedef unsigned int model_csum;
#endif
#define ETH_ALEN	6
#define ETH_HLEN	14
#define ETH_DATA_LEN	1500
#define ETH_P_IP	0x0800
#define ETH_P_8021Q	0x8100
#define ETH_P_IPV6	0x86dd
#define VLAN_HLEN	4
#define VLAN_ETH_HLEN	18
#define ARPHRD_ETHER	1
#define IPPROTO_TCP	6
#define IPPROTO_UDP	17
__be16 htons(u16 v);
u16 ntohs(__be16 v);
struct vlan_ethhdr {
	__be16 h_vlan_proto;
	__be16 h_vlan_TCI;
	__be16 h_vlan_encapsulated_proto;
};
struct iphdr {
	__u8 ihl:4;
	__be16 tot_len;
	__be16 frag_off;
	__u8 protocol;
	model_sum check;
	__be32 saddr, daddr;
};
struct in6_addr { __be32 model[4]; };
struct ipv6hdr {
	__be16 payload_len;
	__u8 nexthdr;
	struct in6_addr saddr, daddr;
};
struct tcphdr { model_sum check; };
struct udphdr { model_sum check; };
struct sockaddr { char sa_data[14]; };
struct sockaddr_storage { unsigned short ss_family; char data[126]; };

/* -------- in the stack -------- */

struct net_device;
struct napi_struct;
struct sock;
#define MAX_SKB_FRAGS	17
#define SMP_CACHE_BYTES	64
#define SKB_DATA_ALIGN(n)	ALIGN(n, SMP_CACHE_BYTES)
#define CHECKSUM_NONE		0
#define CHECKSUM_UNNECESSARY	1
#if MODEL_KERNEL >= 20632
#define CHECKSUM_PARTIAL	3
#else
#define CHECKSUM_HW		3
#endif
typedef struct skb_frag_struct skb_frag_t;
#ifdef MODEL_SKB_FRAG_PAGE
struct skb_frag_struct {
	struct { struct page *p; } page;
	__u32 page_offset, size;
};
unsigned int skb_frag_size(const skb_frag_t *f);
struct page *skb_frag_page(const skb_frag_t *f);
#else
struct skb_frag_struct {
	struct page *page;
	__u16 page_offset, size;
};
#endif
struct sk_buff;
struct skb_shared_info {
	unsigned short nr_frags, gso_size;
	unsigned short gso_type;
	struct sk_buff *frag_list;
	skb_frag_t frags[MAX_SKB_FRAGS];
};
#define SKB_GSO_TCPV6	16
struct sk_buff {
	struct sk_buff *next;
	struct net_device *dev;
	struct sock *sk;
	unsigned int len, data_len, truesize;
	__be16 protocol;
	__u8 ip_summed:2;
	unsigned char *data, *end;
#if MODEL_KERNEL >= 20632
	__u16 csum_offset;
	__u8 ooo_okay:1;
#else
	__u32 csum;
	union {
		struct tcphdr *th;
		unsigned char *raw;
	} h;
	union {
		struct iphdr *iph;
		struct ipv6hdr *ipv6h;
		unsigned char *raw;
	} nh;
	union { unsigned char *raw; } mac;
#endif
#ifdef MODEL_SKB_RXHASH
	__u16 rxhash;
#endif
#ifdef MODEL_SKB_HASH
	__u32 hash;
	__u8 xmit_more:1;
#endif
};
#define skb_shinfo(s)	((struct skb_shared_info *)(s)->end)
struct sk_buff *netdev_alloc_skb(struct net_device *dev, unsigned int n);
void kfree_skb(struct sk_buff *s);
void dev_kfree_skb_any(struct sk_buff *s);
void skb_reserve(struct sk_buff *s, int n);
#ifdef MODEL_SKB_PUT_VOID
void *skb_put(struct sk_buff *s, unsigned int n);
void *skb_push(struct sk_buff *s, unsigned int n);
void *skb_pull(struct sk_buff *s, unsigned int n);
void *skb_put_data(struct sk_buff *s, const void *from, unsigned int n);
#else
unsigned char *skb_put(struct sk_buff *s, unsigned int n);
unsigned char *skb_push(struct sk_buff *s, unsigned int n);
unsigned char *skb_pull(struct sk_buff *s, unsigned int n);
#endif
void *skb_header_pointer(const struct sk_buff *s, int at, int n, void *buf);
int skb_header_cloned(const struct sk_buff *s);
unsigned int skb_headroom(const struct sk_buff *s);
unsigned int skb_headlen(const struct sk_buff *s);
int skb_is_nonlinear(const struct sk_buff *s);
int skb_is_gso(const struct sk_buff *s);
int skb_linearize(struct sk_buff *s);
int skb_shared(const struct sk_buff *s);
int pskb_may_pull(struct sk_buff *s, unsigned int n);
int pskb_expand_head(struct sk_buff *s, int head, int tail, gfp_t gfp);
struct sk_buff *skb_share_check(struct sk_buff *s, gfp_t gfp);
int skb_copy_bits(const struct sk_buff *s, int at, void *to, int n);
void skb_fill_page_desc(struct sk_buff *s, int i, struct page *p, int at, int n);
#if MODEL_KERNEL >= 20632
int skb_store_bits(struct sk_buff *s, int at, const void *from, int n);
void skb_add_rx_frag(struct sk_buff *s, int i, struct page *p, int at, int n,
		     unsigned int real);
void skb_tx_timestamp(struct sk_buff *s);
void skb_set_queue_mapping(struct sk_buff *s, u16 queue);
u16 skb_get_queue_mapping(const struct sk_buff *s);
void skb_record_rx_queue(struct sk_buff *s, u16 queue);
bool skb_rx_queue_recorded(const struct sk_buff *s);
u16 skb_get_rx_queue(const struct sk_buff *s);
enum pkt_hash_types { PKT_HASH_TYPE_NONE, PKT_HASH_TYPE_L4 = 3 };
void skb_set_hash(struct sk_buff *s, __u32 v, enum pkt_hash_types t);
#else
int skb_store_bits(const struct sk_buff *s, int at, void *from, int n);
#endif
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
unsigned char *skb_transport_header(const struct sk_buff *s);
int skb_transport_offset(const struct sk_buff *s);
unsigned char *skb_network_header(const struct sk_buff *s);
void skb_set_network_header(struct sk_buff *s, const int offset);
void skb_reset_mac_header(struct sk_buff *s);
struct iphdr *ip_hdr(const struct sk_buff *s);
struct ipv6hdr *ipv6_hdr(const struct sk_buff *s);
struct tcphdr *tcp_hdr(const struct sk_buff *s);
int skb_is_gso_v6(const struct sk_buff *s);
int skb_cow_head(struct sk_buff *s, unsigned int n);
void skb_checksum_none_assert(struct sk_buff *s);
#endif
#ifdef MODEL_SKB_HASH
struct sk_buff *napi_alloc_skb(struct napi_struct *n, unsigned int len);
void napi_consume_skb(struct sk_buff *s, int budget);
void dev_consume_skb_any(struct sk_buff *s);
struct page *dev_alloc_page(void);
__u32 skb_get_hash(struct sk_buff *s);
__u32 skb_get_hash_raw(const struct sk_buff *s);
#endif

/* -------- checksums, hashes -------- */

#if MODEL_KERNEL >= 20632
model_sum ip_fast_csum(const void *iph, unsigned int ihl);
model_sum csum_ipv6_magic(const struct in6_addr *from, const struct in6_addr *to,
			  __u32 n, unsigned short proto, model_csum sum);
#else
model_sum ip_fast_csum(unsigned char *iph, unsigned int ihl);
model_sum csum_ipv6_magic(struct in6_addr *from, struct in6_addr *to, __u32 n,
			  unsigned short proto, model_csum sum);
#endif
model_sum csum_tcpudp_magic(__be32 from, __be32 to, unsigned short n,
			    unsigned short proto, model_csum sum);
u32 jhash_3words(u32 a, u32 b, u32 c, u32 seed);

/* -------- tags -------- */

#ifdef MODEL_VLAN_TAG_PROTO
void __vlan_hwaccel_put_tag(struct sk_buff *s, __be16 proto, u16 tci);
#else
struct sk_buff *__vlan_hwaccel_put_tag(struct sk_buff *s, u16 tci);
#endif
#if MODEL_KERNEL >= 20632
u16 model_tag(const struct sk_buff *s);
#define skb_vlan_tag_present(s)		model_tag(s)
#define skb_vlan_tag_get(s)		model_tag(s)
bool vlan_do_receive(struct sk_buff **s);
#else
u16 model_tag(const struct sk_buff *s);
#define vlan_tx_tag_present(s)		model_tag(s)
#define vlan_tx_tag_get(s)		model_tag(s)
#endif
#if MODEL_KERNEL >= 20632
__be16 vlan_get_protocol(struct sk_buff *s);
#elif defined(MODEL_RHEL5_NAMES)
__be16 vlan_get_protocol(const struct sk_buff *s);
#endif

#endif /* MODEL_FRAME_H */
