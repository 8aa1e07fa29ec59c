// SPDX-License-Identifier: GPL-2.0-only
/*
 * Notifiers that get a struct netdev_notifier_info are registered by a function of their own.
 *
 * Since: RHEL 7 only
 */
#include <linux/netdevice.h>

int hvc_probe(struct notifier_block *n);
int hvc_probe(struct notifier_block *n)
{
	return register_netdevice_notifier_rh(n);
}
