// SPDX-License-Identifier: GPL-2.0-only
/*
 * get_ts_info is in a second table, struct ethtool_ops_ext.
 *
 * Since: RHEL 6 only
 */
#include <linux/ethtool.h>

void hvc_probe(struct ethtool_ops_ext *o);
void hvc_probe(struct ethtool_ops_ext *o)
{
	o->get_ts_info = ethtool_op_get_ts_info;
}
