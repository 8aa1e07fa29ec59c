// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sysctl variables for kernels whose tables end with an empty entry, need a
 * table for each directory of the path, or number their entries.
 */
#define LIB_SYSCTL_C

#include <linux/errno.h>
#include <linux/list.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysctl.h>
#include <hvc_config.h>

#if !HVC_SYSCTL_ZERO_EXISTS
const int hvc_sysctl_vals[2] = { 0, 1 };
EXPORT_SYMBOL_GPL(hvc_sysctl_vals);
#endif

#if !HVC_REGISTER_SYSCTL_SZ_EXISTS

/* A copy of a table, with room for the directory above and the empty entries. */
struct hvc_sysctl {
	struct list_head entry;
	struct ctl_table_header *head;
	struct ctl_table dir[2];
	char name[32];
	struct ctl_table table[];
};

static LIST_HEAD(hvc_sysctls);
static DEFINE_MUTEX(hvc_sysctl_lock);	/* hvc_sysctls */

#if HVC_REGISTER_SYSCTL_EXISTS
static struct ctl_table_header *hvc_sysctl_add(struct hvc_sysctl *s)
{
	return register_sysctl(s->name, s->table);
}
#else
/* One directory; deeper paths have no user. */
static struct ctl_table_header *hvc_sysctl_add(struct hvc_sysctl *s)
{
	s->dir[0].procname = s->name;
	s->dir[0].mode = 0555;
	s->dir[0].child = s->table;
#if HVC_CTL_TABLE_HAS_CTL_NAME
	s->dir[0].ctl_name = strcmp(s->name, "kernel") ? CTL_DEV : CTL_KERN;
#endif
#if HVC_REGISTER_SYSCTL_TABLE_HAS_1_ARG
	return register_sysctl_table(s->dir);
#else
	return register_sysctl_table(s->dir, 0);
#endif
}
#endif

struct ctl_table_header *hvc_register_sysctl(const char *path,
					     const struct ctl_table *table,
					     size_t n)
{
	struct ctl_table_header *head;
	struct hvc_sysctl *s;

	if (strlen(path) >= sizeof(s->name))
		return NULL;
	s = kzalloc(sizeof(*s) + (n + 1) * sizeof(s->table[0]), GFP_KERNEL);
	if (!s)
		return NULL;
	strcpy(s->name, path);
	memcpy(s->table, table, n * sizeof(s->table[0]));
#if HVC_CTL_TABLE_HAS_CTL_NAME && !HVC_REGISTER_SYSCTL_TABLE_HAS_1_ARG
	{
		size_t i;

		/* An entry without a number would end the table. */
		for (i = 0; i < n; i++)
			s->table[i].ctl_name = CTL_ANY - 1 - (int)i;
	}
#endif
	head = hvc_sysctl_add(s);
	if (!head) {
		kfree(s);
		return NULL;
	}
	s->head = head;
	mutex_lock(&hvc_sysctl_lock);
	list_add(&s->entry, &hvc_sysctls);
	mutex_unlock(&hvc_sysctl_lock);
	return head;
}
EXPORT_SYMBOL_GPL(hvc_register_sysctl);

void hvc_unregister_sysctl_table(struct ctl_table_header *head)
{
	struct hvc_sysctl *s, *found = NULL;

	if (!head)
		return;
	unregister_sysctl_table(head);
	mutex_lock(&hvc_sysctl_lock);
	list_for_each_entry(s, &hvc_sysctls, entry)
		if (s->head == head) {
			list_del(&s->entry);
			found = s;
			break;
		}
	mutex_unlock(&hvc_sysctl_lock);
	kfree(found);
}
EXPORT_SYMBOL_GPL(hvc_unregister_sysctl_table);

#endif
