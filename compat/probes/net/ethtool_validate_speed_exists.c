// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is ethtool_validate_speed().
 *
 * Since: 4.6 (103a8ad1fa3b)
 * Backports: RHEL 7
 */
#include <linux/ethtool.h>

int hvc_probe(void);
int hvc_probe(void)
{
	return ethtool_validate_speed(10);
}
