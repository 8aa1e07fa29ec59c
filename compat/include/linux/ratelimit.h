/* SPDX-License-Identifier: GPL-2.0-only */
/* Limits of messages, where they have a header; the messages are in kernel.h. */
#ifndef HVC_LINUX_RATELIMIT_H
#define HVC_LINUX_RATELIMIT_H

#include <linux/kernel.h>
#include <hvc_config.h>

#if HVC_RATELIMIT_HEADER_EXISTS
#include_next <linux/ratelimit.h>
#endif

#endif /* HVC_LINUX_RATELIMIT_H */
