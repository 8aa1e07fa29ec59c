/* SPDX-License-Identifier: GPL-2.0-only */
/* Looking at protected pointers, newest names. */
#ifndef HVC_LINUX_RCUPDATE_H
#define HVC_LINUX_RCUPDATE_H

#include_next <linux/rcupdate.h>

#ifndef rcu_access_pointer
#define rcu_access_pointer(p)		(p)
#endif
#ifndef rcu_dereference_protected
#define rcu_dereference_protected(p, c)	(p)
#endif
#ifndef RCU_INIT_POINTER
#define RCU_INIT_POINTER(p, v)		((p) = (v))
#endif

#endif /* HVC_LINUX_RCUPDATE_H */
