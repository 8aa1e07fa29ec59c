// SPDX-License-Identifier: GPL-2.0-only
/*
 * A socket remembers the queue that it sends through.
 *
 * Since: 2.6.33
 * Backports: RHEL 6
 */
#include <net/sock.h>

int hvc_probe(struct sock *s);
int hvc_probe(struct sock *s)
{
	sk_tx_queue_set(s, 1);
	return sk_tx_queue_get(s);
}
