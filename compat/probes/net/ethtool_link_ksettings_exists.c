// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops has get_link_ksettings and set_link_ksettings.
 *
 * Since: 4.6 (3f1ac7a700d0)
 * Backports: RHEL 7.3
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, const struct ethtool_link_ksettings *));
void hvc_probe(struct ethtool_ops *o, int (*f)(struct net_device *, const struct ethtool_link_ksettings *))
{
	o->set_link_ksettings = f;
}
