// SPDX-License-Identifier: GPL-2.0-only
/*
 * The features about VLAN tags name the protocol.
 *
 * Since: 3.10 (f646968f8f7c)
 */
#include <linux/netdevice.h>

unsigned long hvc_probe(void);
unsigned long hvc_probe(void)
{
	return NETIF_F_HW_VLAN_CTAG_TX | NETIF_F_HW_VLAN_CTAG_RX;
}
