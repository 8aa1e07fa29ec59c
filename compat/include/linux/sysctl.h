/* SPDX-License-Identifier: GPL-2.0-only */
/* Tables of sysctl variables without an empty last entry. */
#ifndef HVC_LINUX_SYSCTL_H
#define HVC_LINUX_SYSCTL_H

#include_next <linux/sysctl.h>
#include <hvc_config.h>

#if !HVC_REGISTER_SYSCTL_SZ_EXISTS
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>

/* These kernels need an empty last entry, which newer ones refuse. */
static inline struct ctl_table_header *
hvc_register_sysctl(const char *path, const struct ctl_table *table, size_t n)
{
	struct ctl_table_header *head;
	struct ctl_table *copy;

	copy = kcalloc(n + 1, sizeof(*copy), GFP_KERNEL);
	if (!copy)
		return NULL;
	memcpy(copy, table, n * sizeof(*copy));
	head = register_sysctl(path, copy);
	if (!head)
		kfree(copy);
	return head;
}

static inline void hvc_unregister_sysctl_table(struct ctl_table_header *head)
{
	struct ctl_table *copy;

	if (IS_ERR_OR_NULL(head))
		return;
	copy = head->ctl_table_arg;
	unregister_sysctl_table(head);
	kfree(copy);
}

#define register_sysctl(path, table) \
	hvc_register_sysctl(path, table, ARRAY_SIZE(table))
#define register_sysctl_sz(path, table, n) \
	hvc_register_sysctl(path, table, n)
#define unregister_sysctl_table(head)	hvc_unregister_sysctl_table(head)
#endif

#endif /* HVC_LINUX_SYSCTL_H */
