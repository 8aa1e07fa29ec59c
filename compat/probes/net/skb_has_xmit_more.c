// SPDX-License-Identifier: GPL-2.0-only
/*
 * A frame says whether more will follow.
 *
 * Since: 3.18, until 5.1
 * Backports: RHEL 7.2
 */
#include <linux/skbuff.h>

int hvc_probe(const struct sk_buff *s);
int hvc_probe(const struct sk_buff *s)
{
	return s->xmit_more;
}
