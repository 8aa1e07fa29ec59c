// SPDX-License-Identifier: GPL-2.0-only
/*
 * ethtool_ops has get_ts_info.
 *
 * Since: 3.5 (c8f3a8c31069)
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops *o);
void hvc_probe(struct ethtool_ops *o)
{
	o->get_ts_info = ethtool_op_get_ts_info;
}
