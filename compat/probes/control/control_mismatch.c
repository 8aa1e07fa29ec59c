// SPDX-License-Identifier: GPL-2.0-only
/*
 * Control: must not compile. A function pointer of the wrong signature has to
 * be an error, or all probes of signatures would say "yes".
 */
#include <linux/module.h>
#include <linux/kobject.h>
#include <linux/slab.h>

int hvc_probe(struct kobject *p);
int hvc_probe(struct kobject *p)
{
	int (*f)(struct kobject *, int) = kfree;

	return f(p, 1);
}
