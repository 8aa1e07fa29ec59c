// SPDX-License-Identifier: GPL-2.0-only
/*
 * Notifiers about network devices get a structure with the device in it.
 *
 * Since: 3.11 (351638e7deea)
 * Backports: RHEL 7
 */
#include <linux/netdevice.h>

struct net_device *hvc_probe(void *p);
struct net_device *hvc_probe(void *p)
{
	return netdev_notifier_info_to_dev(p);
}
