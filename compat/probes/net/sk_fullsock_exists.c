// SPDX-License-Identifier: GPL-2.0-only
/*
 * sk_fullsock() tells a socket from what stands for one.
 *
 * Since: 4.0
 * Backports: RHEL 7
 */
#include <net/sock.h>

bool hvc_probe(const struct sock *s);
bool hvc_probe(const struct sock *s)
{
	return sk_fullsock(s);
}
