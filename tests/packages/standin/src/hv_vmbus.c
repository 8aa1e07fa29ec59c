// SPDX-License-Identifier: GPL-2.0-only
/* Stand-in for the bus: it exports what the others need, and builds in seconds. */
#include <linux/module.h>

int vmbus_standin(int what);

int vmbus_standin(int what)
{
	return what;
}
EXPORT_SYMBOL_GPL(vmbus_standin);

MODULE_LICENSE("GPL");
MODULE_VERSION(HV_MODULE_VERSION);
MODULE_ALIAS("acpi*:VMBUS:*");
