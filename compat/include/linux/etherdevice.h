/* SPDX-License-Identifier: GPL-2.0-only */
/* Writing the address of a device. */
#ifndef HVC_LINUX_ETHERDEVICE_H
#define HVC_LINUX_ETHERDEVICE_H

#include_next <linux/etherdevice.h>
#include <hvc_config.h>

#if !HVC_ETH_HW_ADDR_SET_EXISTS
#define eth_hw_addr_set(dev, addr)	memcpy((dev)->dev_addr, addr, ETH_ALEN)
#endif

#endif /* HVC_LINUX_ETHERDEVICE_H */
