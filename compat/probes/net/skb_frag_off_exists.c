// SPDX-License-Identifier: GPL-2.0-only
/*
 * The offset of a piece of a frame is read with skb_frag_off().
 *
 * Since: 5.4 (7240b60c98d6)
 */
#include <linux/skbuff.h>

unsigned int hvc_probe(const skb_frag_t *f);
unsigned int hvc_probe(const skb_frag_t *f)
{
	return skb_frag_off(f);
}
