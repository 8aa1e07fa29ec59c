// SPDX-License-Identifier: GPL-2.0-only
/* Stand-in for a driver on the bus: it needs hv_vmbus and builds in seconds. */
#include <linux/init.h>
#include <linux/module.h>

int vmbus_standin(int what);

static int __init hv_storvsc_init(void)
{
	return vmbus_standin(0);
}

static void __exit hv_storvsc_exit(void)
{
}

module_init(hv_storvsc_init);
module_exit(hv_storvsc_exit);

MODULE_LICENSE("GPL");
MODULE_VERSION(HV_MODULE_VERSION);
