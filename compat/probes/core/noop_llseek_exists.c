// SPDX-License-Identifier: GPL-2.0-only
/*
 * noop_llseek() is for files without a position.
 * Since: 2.6.35
 * Backports: RHEL 6
 */
/* Some use it before they declare it. */
struct address_space;
#include <linux/fs.h>

loff_t hvc_probe(struct file *f);
loff_t hvc_probe(struct file *f)
{
	return noop_llseek(f, 0, 0);
}
