// SPDX-License-Identifier: GPL-2.0-only
/*
 * The operations of a module parameter are a struct kernel_param_ops.
 *
 * Since: 2.6.36 (9bbb9e5a3310)
 */
#include <linux/moduleparam.h>

void hvc_probe(struct kernel_param_ops *o,
	       int (*fn)(const char *, const struct kernel_param *));
void hvc_probe(struct kernel_param_ops *o,
	       int (*fn)(const char *, const struct kernel_param *))
{
	o->set = fn;
}
