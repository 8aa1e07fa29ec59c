/* SPDX-License-Identifier: GPL-2.0-only */
/* The result of poll under its newest names. */
#ifndef HVC_LINUX_POLL_H
#define HVC_LINUX_POLL_H

#include_next <linux/poll.h>
#include <hvc_config.h>

#if !HVC_POLL_T_EXISTS
typedef unsigned int hvc_poll_t;
#define __poll_t	hvc_poll_t
#undef EPOLLIN
#undef EPOLLOUT
#undef EPOLLERR
#undef EPOLLHUP
#undef EPOLLRDNORM
#undef EPOLLWRNORM
#define EPOLLIN		POLLIN
#define EPOLLOUT	POLLOUT
#define EPOLLERR	POLLERR
#define EPOLLHUP	POLLHUP
#define EPOLLRDNORM	POLLRDNORM
#define EPOLLWRNORM	POLLWRNORM
#endif

#endif /* HVC_LINUX_POLL_H */
