// SPDX-License-Identifier: GPL-2.0-only
/*
 * The variables of an event are gathered in a struct kobj_uevent_env.
 * Since: 2.6.24 (7eff2e7a8b65)
 */
#include <linux/kobject.h>

int hvc_probe(struct kobj_uevent_env *env);
int hvc_probe(struct kobj_uevent_env *env)
{
	return add_uevent_var(env, "A=%d", 1);
}
