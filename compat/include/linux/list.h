/* SPDX-License-Identifier: GPL-2.0-only */
/* The first entry of a list, which the oldest kernels have no name for. */
#ifndef HVC_LINUX_LIST_H
#define HVC_LINUX_LIST_H

#include_next <linux/list.h>

#ifndef list_first_entry
#define list_first_entry(head, type, member) \
	list_entry((head)->next, type, member)
#endif

#endif /* HVC_LINUX_LIST_H */
