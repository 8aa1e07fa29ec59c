// SPDX-License-Identifier: GPL-2.0-only
/*
 * Checksums and segments that the guest left to the host: each is verified as
 * far as the guest has to prepare it, then completed, so that what leaves is
 * right or a broken rule has been counted.  What the guest did not leave to
 * the host must be right already.
 */
#include <stdlib.h>
#include <string.h>

#include "net.h"

#define ETHER_IPV4	0x0800
#define ETHER_IPV6	0x86dd
#define PROTO_ICMP	1
#define PROTO_TCP	6
#define PROTO_UDP	17
#define PROTO_ICMPV6	58
#define TCP_FIN_PSH	0x09
#define TCP_CWR		0x80

u16 get16(const u8 *p)
{
	return p[0] << 8 | p[1];
}

u32 get32(const u8 *p)
{
	return (u32)get16(p) << 16 | get16(p + 2);
}

void put16(u8 *p, u16 v)
{
	p[0] = v >> 8;
	p[1] = v;
}

void put32(u8 *p, u32 v)
{
	put16(p, v >> 16);
	put16(p + 2, v);
}

/* The sum does not care about byte order if the result is turned once. */
u32 sum_add(u32 sum, const u8 *p, u32 len)
{
	u64 s = 0;
	u32 word;

	for (; len >= 4; p += 4, len -= 4) {
		memcpy(&word, p, 4);
		s += word;
	}
	if (len) {
		word = 0;
		memcpy(&word, p, len);
		s += word;
	}
	while (s >> 16)
		s = (s & 0xffff) + (s >> 16);
	return sum + __builtin_bswap16(s);
}

u16 sum_fold(u32 sum)
{
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	return sum;
}

u32 sum_pseudo(const u8 *data, const struct hdrs *h, u32 len)
{
	const u8 *ip = data + h->l3;
	u32 sum = h->proto + (len >> 16) + (len & 0xffff);

	return h->v4 ? sum_add(sum, ip + 12, 8) : sum_add(sum, ip + 8, 32);
}

/* true: an IP packet whose headers are there; a transport header only if it is there as a whole */
bool headers_find(const u8 *data, u32 len, struct hdrs *h)
{
	u32 size;
	u16 type;

	memset(h, 0, sizeof(*h));
	if (len < ETH_HLEN + 20)
		return false;
	type = get16(data + 12);
	h->l3 = ETH_HLEN;
	if (type == ETHER_IPV4) {
		const u8 *ip = data + ETH_HLEN;

		size = (ip[0] & 15) * 4;
		if (ip[0] >> 4 != 4 || size < 20 || size > len - ETH_HLEN)
			return false;
		h->v4 = true;
		h->proto = ip[9];
		h->fragment = get16(ip + 6) & 0x3fff;
		h->l4 = ETH_HLEN + size;
		h->end = get16(ip + 2) ? ETH_HLEN + get16(ip + 2) : len;
	} else if (type == ETHER_IPV6) {
		const u8 *ip = data + ETH_HLEN;

		if (len < ETH_HLEN + 40 || ip[0] >> 4 != 6)
			return false;
		h->v6 = true;
		h->proto = ip[6];
		h->l4 = ETH_HLEN + 40;
		h->end = get16(ip + 4) ? h->l4 + get16(ip + 4) : len;
		while (h->proto == 0 || h->proto == 43 || h->proto == 60 || h->proto == 44) {
			if (len - h->l4 < 8)
				return true;
			size = 8;
			if (h->proto == 44)
				h->fragment = get16(data + h->l4 + 2) & 0xfff9;
			else
				size += data[h->l4 + 1] * 8;
			if (size > len - h->l4)
				return true;
			h->proto = data[h->l4];
			h->l4 += size;
		}
	} else {
		return false;
	}
	if (h->end > len || h->end < h->l4)
		return false;
	if (h->fragment)
		return true;
	size = h->end - h->l4;
	if (h->proto == PROTO_TCP && size >= 20) {
		u32 doff = (data[h->l4 + 12] >> 4) * 4;

		h->tcp = doff >= 20 && doff <= size;
		h->payload = h->l4 + doff;
	} else if (h->proto == PROTO_UDP && size >= 8) {
		h->udp = true;
		h->payload = h->l4 + 8;
	} else if ((h->proto == PROTO_ICMP || h->proto == PROTO_ICMPV6) && size >= 8) {
		h->icmp = true;
		h->payload = h->l4 + 8;
	}
	return true;
}

static void ip_sum_set(u8 *data, const struct hdrs *h)
{
	if (!h->v4)
		return;
	put16(data + h->l3 + 10, 0);
	put16(data + h->l3 + 10, ~sum_fold(sum_add(0, data + h->l3, h->l4 - h->l3)));
}

static void l4_sum_set(u8 *data, const struct hdrs *h)
{
	u32 at = h->l4 + (h->tcp ? 16 : h->udp ? 6 : 2), len = h->end - h->l4;
	u32 sum = h->icmp && h->v4 ? 0 : sum_pseudo(data, h, len);
	u16 val;

	if (!h->tcp && !h->udp && !h->icmp)
		return;
	put16(data + at, 0);
	val = ~sum_fold(sum_add(sum, data + h->l4, len));
	if (h->udp && !val)
		val = 0xffff;
	put16(data + at, val);
}

void sums_set(u8 *data, u32 len)
{
	struct hdrs h;

	if (!headers_find(data, len, &h))
		return;
	ip_sum_set(data, &h);
	l4_sum_set(data, &h);
}

/* ---- what the guest says it left ---- */

static bool tx_allowed(struct net *n, const struct hdrs *h)
{
	if (h->tcp)
		return h->v4 ? n->on.tx_tcp4 : n->on.tx_tcp6;
	return h->v4 ? n->on.tx_udp4 : n->on.tx_udp6;
}

/* The field must hold the sum of the pseudo header: 0 and 0xffff are the same. */
static bool pseudo_right(const u8 *data, const struct hdrs *h, u32 len)
{
	u16 have = get16(data + h->l4 + (h->tcp ? 16 : 6)), want = sum_fold(sum_pseudo(data, h, len));

	return have == want || (!(u16)(have + 1) && !want) || (!have && want == 0xffff);
}

/* Bits FR_* that the host has now completed; broken rules are counted. */
static u8 complete_sums(struct net *n, const struct tx_info *t, u8 *data, const struct hdrs *h)
{
	const char *who = n->dev->name;
	u8 done = 0;

	net_count(n, NS_TX_CSUM, 1);
	if (!!(t->csum & TXC_IPV4) != h->v4 || !!(t->csum & TXC_IPV6) != h->v6)
		check_failed("net_csum_info", "%s: checksum information %#x for IPv%u", who, t->csum, h->v4 ? 4 : 6);
	if ((t->csum & TXC_TCP && t->csum & TXC_UDP) || (t->csum & TXC_TCP && !h->tcp) ||
	    (t->csum & TXC_UDP && !h->udp)) {
		check_failed("net_csum_info", "%s: checksum information %#x, protocol %u", who, t->csum, h->proto);
		return 0;
	}
	if (t->csum & TXC_IPHDR && h->v4) {
		if (!n->on.tx_ip4)
			check_failed("net_offload_off", "%s: IP checksum left to the host, which was not asked", who);
		ip_sum_set(data, h);
		done |= FR_L3_OK;
	}
	if (!(t->csum & (TXC_TCP | TXC_UDP)))
		return done;
	if (!tx_allowed(n, h))
		check_failed("net_offload_off", "%s: %s checksum on IPv%u left to the host, which was not asked", who,
			     h->tcp ? "TCP" : "UDP", h->v4 ? 4 : 6);
	if (TXC_HDR_OFF(t->csum) != h->l4 && (h->tcp || TXC_HDR_OFF(t->csum)))
		check_failed("net_csum_info", "%s: header offset %u instead of %u", who, TXC_HDR_OFF(t->csum), h->l4);
	if (!pseudo_right(data, h, h->end - h->l4))
		check_failed("net_pseudo_sum", "%s: %04x in the checksum field instead of the pseudo header's %04x", who,
			     get16(data + h->l4 + (h->tcp ? 16 : 6)), sum_fold(sum_pseudo(data, h, h->end - h->l4)));
	l4_sum_set(data, h);
	return done | FR_L4_OK;
}

/* What was not left to the host must be right as it is. */
static u8 verify_sums(struct net *n, const u8 *data, const struct hdrs *h, u8 done)
{
	u32 len = h->end - h->l4;

	if (h->v4 && !(done & FR_L3_OK)) {
		if (sum_fold(sum_add(0, data + h->l3, h->l4 - h->l3)) != 0xffff)
			check_failed("net_checksum", "%s: wrong IP checksum %04x", n->dev->name, get16(data + h->l3 + 10));
		else
			done |= FR_L3_OK;
	}
	if (h->v6)
		done |= FR_L3_OK;
	if (done & FR_L4_OK || (!h->tcp && !h->udp))
		return done;
	if (h->udp && h->v4 && !get16(data + h->l4 + 6))
		return done;
	if (sum_fold(sum_add(sum_pseudo(data, h, len), data + h->l4, len)) != 0xffff) {
		check_failed("net_checksum", "%s: wrong %s checksum %04x, %u bytes", n->dev->name, h->tcp ? "TCP" : "UDP",
			     get16(data + h->l4 + (h->tcp ? 16 : 6)), len);
		return done;
	}
	return done | FR_L4_OK;
}

static void segment(struct net *n, const struct tx_info *t, const struct hdrs *h, struct frames *out)
{
	u32 mss = LSO_MSS(t->lso), head = h->payload, left = t->len - head, at = head, i, count;
	bool v6 = t->lso & LSO_IPV6;
	u8 flags, *mem;

	if (!mss || !h->tcp || v6 != h->v6 || !(t->lso & LSO_V2) || LSO_HDR_OFF(t->lso) != h->l4) {
		check_failed("net_lso_info", "%s: segmentation information %#x, header at %u, IPv%u, protocol %u",
			     n->dev->name, t->lso, h->l4, h->v4 ? 4 : 6, h->proto);
		return;
	}
	if (h->v4 ? !n->on.lso4 : !n->on.lso6)
		check_failed("net_offload_off", "%s: segmentation on IPv%u left to the host, which was not asked",
			     n->dev->name, h->v4 ? 4 : 6);
	if (get16(t->data + h->l3 + (h->v4 ? 2 : 4)) || (h->v4 && get16(t->data + h->l3 + 10)))
		check_failed("net_lso_header", "%s: IP length and checksum are not 0 in a packet to be segmented", n->dev->name);
	if (!pseudo_right(t->data, h, 0))
		check_failed("net_pseudo_sum", "%s: %04x in the checksum field of a packet to be segmented", n->dev->name,
			     get16(t->data + h->l4 + 16));
	if (head - ETH_HLEN + mss > n->mtu - ETH_HLEN)
		check_failed("net_mtu", "%s: segments of %u bytes with an MTU of %u", n->dev->name,
			     head - ETH_HLEN + mss, n->mtu - ETH_HLEN);
	count = left ? (left + mss - 1) / mss : 1;
	mem = frames_mem(out, count * head + left);
	flags = t->data[h->l4 + 13];
	for (i = 0; i < count; i++) {
		u32 part = left < mss ? left : mss;
		struct hdrs sh = *h;
		struct frame f = { .data = mem, .len = head + part, .tagged = t->has_vlan, .tci = t->tci,
				   .sums = FR_L3_OK | FR_L4_OK };

		memcpy(mem, t->data, head);
		memcpy(mem + head, t->data + at, part);
		sh.end = head + part;
		if (h->v4) {
			put16(mem + h->l3 + 2, head + part - h->l3);
			put16(mem + h->l3 + 4, get16(t->data + h->l3 + 4) + i);
		} else {
			put16(mem + h->l3 + 4, head + part - h->l3 - 40);
		}
		put32(mem + h->l4 + 4, get32(t->data + h->l4 + 4) + (at - head));
		mem[h->l4 + 13] = flags;
		if (i + 1 < count)
			mem[h->l4 + 13] &= ~TCP_FIN_PSH;
		if (i)
			mem[h->l4 + 13] &= ~TCP_CWR;
		ip_sum_set(mem, &sh);
		l4_sum_set(mem, &sh);
		frames_add(out, &f);
		mem += head + part;
		at += part;
		left -= part;
	}
	net_count(n, NS_TX_LSO, 1);
	net_count(n, NS_TX_SEGMENTS, count);
}

/* Turn one packet of the guest into frames for the wire. */
void net_offload(struct net *n, const struct tx_info *t, struct frames *out)
{
	struct frame f = { .data = t->data, .len = t->len, .tagged = t->has_vlan, .tci = t->tci };
	struct hdrs h;
	u8 *copy;

	if (t->len >= ETH_HLEN + 4 && get16(t->data + 12) == 0x8100 && !t->has_vlan) {
		/* the switch takes tags beside frames only */
		check_failed("net_vlan_inside", "%s: a frame with the tag %#x inside", n->dev->name, get16(t->data + 14));
		return;
	}
	if (!headers_find(t->data, t->len, &h)) {
		if (t->has_lso || (t->has_csum && t->csum & (TXC_TCP | TXC_UDP | TXC_IPHDR)))
			check_failed("net_csum_info", "%s: offload information with a frame that has no IP header", n->dev->name);
		frames_add(out, &f);
		return;
	}
	if (t->has_lso && LSO_MSS(t->lso)) {
		segment(n, t, &h, out);
		return;
	}
	/* what was queued before a change of the MTU is not held against the guest */
	if (t->len > n->mtu && t->len > 1500 + ETH_HLEN)
		check_failed("net_mtu", "%s: a frame of %u bytes with an MTU of %u", n->dev->name, t->len, n->mtu - ETH_HLEN);
	if (t->has_csum && t->csum & (TXC_TCP | TXC_UDP | TXC_IPHDR)) {
		copy = frames_mem(out, t->len);
		memcpy(copy, t->data, t->len);
		f.data = copy;
		f.sums = complete_sums(n, t, copy, &h);
	}
	f.sums = verify_sums(n, f.data, &h, f.sums);
	frames_add(out, &f);
}
