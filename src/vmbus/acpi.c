// SPDX-License-Identifier: GPL-2.0-only
/*
 * The VMBUS device of the firmware: parent of all devices, source of the IRQ
 * (where one is needed) and of the address space (protocol 2.1).
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/acpi.h>
#include <linux/device.h>
#include <linux/module.h>
#include <linux/pm.h>
#include <linux/string.h>
#include "vmbus_priv.h"

static struct acpi_device *vmbus_acpi_dev;
static int vmbus_irq;

/* The two spellings that hosts are known to use, for autoloading. */
static const struct acpi_device_id vmbus_acpi_alias[] = {
	{ "VMBUS", 0 },
	{ "VMBus", 0 },
	{ "", 0 },
};
MODULE_DEVICE_TABLE(acpi, vmbus_acpi_alias);

/* The spelling found here. The core compares exactly, the hosts do not. */
static struct acpi_device_id vmbus_acpi_ids[] = {
	{ "VMBUS", 0 },
	{ "", 0 },
};

struct vmbus_resources {
	bool own;		/* of the device itself, not of an ancestor */
	unsigned int windows;
};

static acpi_status vmbus_take_resource(struct acpi_resource *res, void *data)
{
	struct vmbus_resources *found = data;
	struct acpi_resource_address64 addr;

	switch (res->type) {
	case ACPI_RESOURCE_TYPE_IRQ:
		/* Of several the last is the one that hosts mean. */
		if (found->own && res->data.irq.interrupt_count)
			vmbus_irq = res->data.irq.interrupts[0];
		break;
	case ACPI_RESOURCE_TYPE_EXTENDED_IRQ:
		if (found->own && res->data.extended_irq.interrupt_count)
			vmbus_irq = res->data.extended_irq.interrupts[0];
		break;
	case ACPI_RESOURCE_TYPE_ADDRESS32:
	case ACPI_RESOURCE_TYPE_ADDRESS64:
		if (ACPI_FAILURE(acpi_resource_to_address64(res, &addr)) ||
		    addr.resource_type != ACPI_MEMORY_RANGE)
			break;
		if (vmbus_mmio_add_window(addr.address.minimum,
					  addr.address.address_length))
			found->windows++;
		break;
	}
	return AE_OK;
}

/* The windows stand at the device itself or at one of its ancestors. */
static void vmbus_walk_resources(acpi_handle handle)
{
	struct vmbus_resources found;
	acpi_handle parent;
	unsigned int depth;

	found.windows = 0;
	for (depth = 0; depth < 16; depth++) {
		found.own = depth == 0;
		acpi_walk_resources(handle, METHOD_NAME__CRS,
				    vmbus_take_resource, &found);
		if (found.windows ||
		    ACPI_FAILURE(acpi_get_parent(handle, &parent)))
			return;
		handle = parent;
	}
}

static int vmbus_acpi_add(struct acpi_device *device)
{
	if (vmbus_acpi_dev)
		return -EBUSY;
	vmbus_acpi_dev = device;
	vmbus_walk_resources(device->handle);
	return 0;
}

static void vmbus_acpi_remove(struct acpi_device *device)
{
	if (vmbus_acpi_dev == device)
		vmbus_acpi_dev = NULL;
}

DEFINE_ACPI_REMOVE(vmbus_acpi_remove_op, vmbus_acpi_remove)

static struct acpi_driver vmbus_acpi_driver = {
	.name = "hv_vmbus",
	ACPI_DRIVER_IDS(vmbus_acpi_ids)
	.ops = {
		.add = vmbus_acpi_add,
		.remove = vmbus_acpi_remove_op,
	},
	PM_OPS(drv.pm, &vmbus_root_pm)
	/* The bus cannot live without it: no unbinding by hand. */
	ACPI_DRIVER_NO_UNBIND
};

/* Is this the device? Compares without regard to case. */
static acpi_status vmbus_find_hid(acpi_handle handle, u32 level, void *context,
				  void **result)
{
	struct acpi_device_info *info;
	const char *hid;

	if (ACPI_FAILURE(acpi_get_object_info(handle, &info)))
		return AE_OK;
	hid = ACPI_INFO_HID(info);
	if ((info->valid & ACPI_VALID_HID) && hid &&
	    !strcasecmp(hid, "VMBUS")) {
		if (strscpy((char *)vmbus_acpi_ids[0].id, hid,
			    sizeof(vmbus_acpi_ids[0].id)) > 0)
			*result = handle;
	}
	ACPI_FREE(info);
	return *result ? AE_CTRL_TERMINATE : AE_OK;
}

int vmbus_acpi_init(void)
{
	void *found = NULL;
	int ret;

	if (acpi_disabled) {
		pr_err("ACPI is off: the bus cannot be found without it\n");
		return -ENODEV;
	}
	acpi_get_devices(NULL, vmbus_find_hid, NULL, &found);
	if (!found) {
		pr_err("the firmware has no VMBUS device\n");
		return -ENODEV;
	}
	ret = acpi_bus_register_driver(&vmbus_acpi_driver);
	if (ret)
		return ret;
	if (!vmbus_acpi_dev) {
		pr_err("the VMBUS device of the firmware is disabled or taken by another driver\n");
		acpi_bus_unregister_driver(&vmbus_acpi_driver);
		return -ENODEV;
	}
	return 0;
}

void vmbus_acpi_exit(void)
{
	acpi_bus_unregister_driver(&vmbus_acpi_driver);
	vmbus_irq = 0;
}

struct device *vmbus_root_device(void)
{
	return acpi_device_parent(vmbus_acpi_dev);
}

int vmbus_acpi_irq(void)
{
	return vmbus_irq;
}
