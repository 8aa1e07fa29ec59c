/* SPDX-License-Identifier: GPL-2.0-only */
/* Name spaces of users, where there are any. */
#ifndef HVC_LINUX_USER_NAMESPACE_H
#define HVC_LINUX_USER_NAMESPACE_H

#include <hvc_config.h>

#if HVC_USER_NAMESPACE_HEADER_EXISTS
#include_next <linux/user_namespace.h>
#endif

#endif /* HVC_LINUX_USER_NAMESPACE_H */
