// SPDX-License-Identifier: GPL-2.0-only
/*
 * A frame says whether it may overtake others.
 *
 * Since: 2.6.38
 */
#include <linux/skbuff.h>

int hvc_probe(const struct sk_buff *s);
int hvc_probe(const struct sk_buff *s)
{
	return s->ooo_okay;
}
