// SPDX-License-Identifier: GPL-2.0-only
/*
 * A speed of more than 65535 Mbit/s has room in struct ethtool_cmd.
 *
 * Since: 2.6.27
 */
#include <linux/ethtool.h>

unsigned int hvc_probe(struct ethtool_cmd *c);
unsigned int hvc_probe(struct ethtool_cmd *c)
{
	return c->speed_hi;
}
