// SPDX-License-Identifier: GPL-2.0-only
/*
 * die notifiers have a header linux/kdebug.h.
 * Since: 2.6.22
 */
#include <linux/notifier.h>
#include <linux/kdebug.h>

int hvc_probe(struct notifier_block *nb);
int hvc_probe(struct notifier_block *nb)
{
	return register_die_notifier(nb);
}
