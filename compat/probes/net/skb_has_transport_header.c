// SPDX-License-Identifier: GPL-2.0-only
/*
 * The headers of a frame are found with ip_hdr() and skb_transport_offset().
 *
 * Since: 2.6.22 (9c70220b73a1)
 */
#include <linux/skbuff.h>
#include <linux/ip.h>

int hvc_probe(const struct sk_buff *s);
int hvc_probe(const struct sk_buff *s)
{
	return ip_hdr(s) ? skb_transport_offset(s) : 0;
}
