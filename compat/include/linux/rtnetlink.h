/* SPDX-License-Identifier: GPL-2.0-only */
/* Pointers protected by RTNL. */
#ifndef HVC_LINUX_RTNETLINK_H
#define HVC_LINUX_RTNETLINK_H

#include_next <linux/rtnetlink.h>
#include <linux/rcupdate.h>

#ifndef rtnl_dereference
#define rtnl_dereference(p)		(p)
#endif

#endif /* HVC_LINUX_RTNETLINK_H */
