// SPDX-License-Identifier: GPL-2.0-only
/*
 * noop_llseek() is for files without a position.
 * Since: 2.6.35
 */
#include <linux/fs.h>

loff_t hvc_probe(struct file *f);
loff_t hvc_probe(struct file *f)
{
	return noop_llseek(f, 0, 0);
}
