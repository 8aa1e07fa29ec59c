/* SPDX-License-Identifier: GPL-2.0-only */
/* What the sender of a netlink message may do. */
#ifndef HVC_LINUX_NETLINK_H
#define HVC_LINUX_NETLINK_H

#include_next <linux/netlink.h>
#include <hvc_config.h>

#if !HVC_NETLINK_NS_CAPABLE_EXISTS
#if HVC_NETLINK_PARMS_HAVE_EFF_CAP
#define __netlink_ns_capable(parms, ns, cap)	cap_raised((parms)->eff_cap, cap)
#else
/* The receiver runs in the context of the sender. */
#define __netlink_ns_capable(parms, ns, cap)	capable(cap)
#endif
#endif

#endif /* HVC_LINUX_NETLINK_H */
