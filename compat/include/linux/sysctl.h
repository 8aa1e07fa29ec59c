/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables of sysctl variables without an empty last entry; see lib/sysctl.c. */
#ifndef HVC_LINUX_SYSCTL_H
#define HVC_LINUX_SYSCTL_H

#include_next <linux/sysctl.h>
#include <linux/types.h>
#include <hvc_config.h>

#if !HVC_REGISTER_SYSCTL_SZ_EXISTS
struct ctl_table_header *hvc_register_sysctl(const char *path,
					     const struct ctl_table *table,
					     size_t n);
void hvc_unregister_sysctl_table(struct ctl_table_header *head);

#ifndef LIB_SYSCTL_C
#define register_sysctl(path, table) \
	hvc_register_sysctl(path, table, ARRAY_SIZE(table))
#define register_sysctl_sz(path, table, n) \
	hvc_register_sysctl(path, table, n)
#define unregister_sysctl_table(head)	hvc_unregister_sysctl_table(head)
#endif
#endif

#if !HVC_SYSCTL_ZERO_EXISTS
extern const int hvc_sysctl_vals[2];
#define SYSCTL_ZERO	((void *)&hvc_sysctl_vals[0])
#define SYSCTL_ONE	((void *)&hvc_sysctl_vals[1])
#endif

#endif /* HVC_LINUX_SYSCTL_H */
