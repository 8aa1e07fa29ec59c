// SPDX-License-Identifier: GPL-2.0-only
/*
 * kobject_uevent_env() sends an event with variables.
 * Since: 2.6.20
 * Backports: RHEL 5
 */
#include <linux/kobject.h>

void hvc_probe(struct kobject *k, char **env);
void hvc_probe(struct kobject *k, char **env)
{
	kobject_uevent_env(k, KOBJ_CHANGE, env);
}
