// SPDX-License-Identifier: GPL-2.0-only
/*
 * A frame has a member rxhash.
 *
 * Since: 2.6.35 (0a9627f2649a), until 3.13
 * Backports: RHEL 6
 */
#include <linux/skbuff.h>

void hvc_probe(struct sk_buff *s);
void hvc_probe(struct sk_buff *s)
{
	s->rxhash = 1;
}
