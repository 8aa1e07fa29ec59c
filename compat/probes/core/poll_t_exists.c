// SPDX-License-Identifier: GPL-2.0-only
/*
 * The result of poll is a __poll_t with EPOLL names.
 *
 * Since: 4.16 (8ced390c2b18)
 */
#include <linux/fs.h>
#include <linux/poll.h>

__poll_t hvc_probe(void);
__poll_t hvc_probe(void)
{
	return EPOLLIN | EPOLLRDNORM;
}
