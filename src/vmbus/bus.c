// SPDX-License-Identifier: GPL-2.0-only
/*
 * The bus in the driver model, and the life of the module.
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/cpu.h>
#include <linux/cpuhotplug.h>
#include <linux/device.h>
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/pm.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "vmbus_priv.h"

#define VMBUS_VENDOR_MICROSOFT	0x1414

/* An id added by new_id. */
struct vmbus_dynid {
	struct list_head entry;
	struct hv_vmbus_device_id id;
};

static struct hv_driver *to_hv_driver(const struct device_driver *drv)
{
	return container_of(drv, struct hv_driver, driver);
}

/* -------- matching -------- */

/* Copies the id to *@out: a dynamic one can be removed at any time. */
static bool find_id(struct hv_driver *drv, const guid_t *guid,
		    struct hv_vmbus_device_id *out)
{
	const struct hv_vmbus_device_id *id;
	struct vmbus_dynid *dyn;
	bool found = false;

	spin_lock(&drv->dynids.lock);
	list_for_each_entry(dyn, &drv->dynids.list, entry)
		if (guid_equal(&dyn->id.guid, guid)) {
			*out = dyn->id;
			found = true;
			break;
		}
	spin_unlock(&drv->dynids.lock);
	if (found || !drv->id_table)
		return found;
	for (id = drv->id_table; !guid_is_null(&id->guid); id++)
		if (guid_equal(&id->guid, guid)) {
			*out = *id;
			return true;
		}
	return false;
}

static bool match_id(struct hv_device *dev, struct hv_driver *drv,
		     struct hv_vmbus_device_id *id)
{
	int override = vmbus_override_matches(dev, drv->name);

	memset(id, 0, sizeof(*id));
	if (READ_ONCE(dev->channel->rescinded) || override == 0)
		return false;
	if (dev->channel->offer.flags & VMBUS_OFFER_TLNPI)
		return drv->hvsock;
	if (drv->hvsock)
		return false;
	/* Chosen by name: no id needed. */
	return find_id(drv, &dev->dev_type, id) || override > 0;
}

static int vmbus_match(struct device *dev, const struct device_driver *drv)
{
	struct hv_vmbus_device_id id;

	return match_id(device_to_hv_device(dev), to_hv_driver(drv), &id);
}

static int vmbus_uevent(const struct device *dev, struct kobj_uevent_env *env)
{
	const struct hv_device *hv = device_to_hv_device(dev);
	char guid[VMBUS_GUID_TEXT];

	return add_uevent_var(env, "MODALIAS=vmbus:%s",
			      vmbus_guid_alias(&hv->dev_type, guid));
}

static int vmbus_probe(struct device *dev)
{
	struct hv_device *hv = device_to_hv_device(dev);
	struct hv_driver *drv = to_hv_driver(dev->driver);
	struct hv_vmbus_device_id id;
	int ret;

	if (!drv->probe || !match_id(hv, drv, &id))
		return -ENODEV;
	/* Subchannels may come as soon as the driver opens the channel. */
	vmbus_sysfs_add_channels(hv);
	ret = drv->probe(hv, &id);
	if (ret)
		vmbus_close(hv->channel);
	return ret;
}

static void vmbus_remove(struct device *dev)
{
	struct hv_device *hv = device_to_hv_device(dev);
	struct hv_driver *drv = to_hv_driver(dev->driver);

	if (drv->remove)
		drv->remove(hv);
	/* Without a driver nobody can serve the callback. */
	vmbus_close(hv->channel);
}

static void vmbus_shutdown(struct device *dev)
{
	struct hv_driver *drv;

	if (!dev->driver)
		return;
	drv = to_hv_driver(dev->driver);
	if (drv->shutdown)
		drv->shutdown(device_to_hv_device(dev));
}

static int vmbus_dev_suspend(struct device *dev)
{
	struct hv_driver *drv;

	if (!dev->driver)
		return 0;
	drv = to_hv_driver(dev->driver);
	if (!drv->suspend)
		return -EOPNOTSUPP;
	return drv->suspend(device_to_hv_device(dev));
}

static int vmbus_dev_resume(struct device *dev)
{
	struct hv_device *hv = device_to_hv_device(dev);
	struct hv_driver *drv;

	if (!dev->driver)
		return 0;
	drv = to_hv_driver(dev->driver);
	if (!drv->resume)
		return -EOPNOTSUPP;
	/* The host did not offer it again: remove will follow. */
	if (READ_ONCE(hv->channel->rescinded))
		return 0;
	return drv->resume(hv);
}

/*
 * Only hibernation loses the connection. In the noirq phase, because drivers of
 * the devices above (disks) are active until then.
 */
static const struct dev_pm_ops vmbus_dev_pm = {
	.freeze_noirq	= vmbus_dev_suspend,
	.thaw_noirq	= vmbus_dev_resume,
	.poweroff_noirq	= vmbus_dev_suspend,
	.restore_noirq	= vmbus_dev_resume,
};

DEFINE_BUS_MATCH(vmbus_match_op, vmbus_match)
DEFINE_BUS_UEVENT(vmbus_uevent_op, vmbus_uevent)
DEFINE_BUS_REMOVE(vmbus_remove_op, vmbus_remove)

struct bus_type vmbus_bus = {
	.name		= "vmbus",
	.match		= vmbus_match_op,
	.uevent		= vmbus_uevent_op,
	.probe		= vmbus_probe,
	.remove		= vmbus_remove_op,
	.shutdown	= vmbus_shutdown,
	PM_OPS(pm, &vmbus_dev_pm)
	BUS_TYPE_GROUPS(vmbus_bus_groups, vmbus_dev_groups, vmbus_drv_groups)
};

/* -------- devices -------- */

static void vmbus_dev_release(struct device *dev)
{
	struct hv_device *hv = device_to_hv_device(dev);

	vmbus_chan_put(hv->channel);
	kfree(hv->driver_override);
	kfree(hv);
}

struct hv_device *vmbus_device_create(struct vmbus_channel *chan)
{
	struct hv_device *hv = kzalloc(sizeof(*hv), GFP_KERNEL);

	if (!hv)
		return NULL;
	hv->channel = vmbus_chan_get(chan);
	hv->dev_type = chan->class_id;
	hv->dev_instance = chan->instance_id;
	hv->vendor_id = VMBUS_VENDOR_MICROSOFT;
	hv->device_id = chan->class_info->number;
	hv->device.bus = &vmbus_bus;
	hv->device.parent = vmbus_root_device();
	hv->device.release = vmbus_dev_release;
	DEVICE_SET_GROUPS(&hv->device, vmbus_dev_groups);
	device_initialize(&hv->device);
	return hv;
}

int vmbus_device_add(struct hv_device *hv)
{
	struct device *dev = &hv->device;
	char guid[VMBUS_GUID_TEXT];
	int ret;

	ret = dev_set_name(dev, "%s", vmbus_guid_text(&hv->dev_instance, guid));
	if (ret)
		return ret;
	/* Whatever memory there is, the host reaches it, coherently. */
	ret = dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(64));
	if (ret)
		return ret;
	DEVICE_SET_DMA_PARMS(dev, &hv->dma_parms);
	ret = device_add(dev);
	if (ret)
		return ret;
	vmbus_sysfs_add_channels(hv);
	return 0;
}

void vmbus_device_remove(struct hv_device *hv)
{
	vmbus_sysfs_del_device(hv);
	device_del(&hv->device);
}

/* -------- drivers -------- */

int __vmbus_driver_register(struct hv_driver *drv, struct module *owner,
			    const char *mod_name)
{
	if (READ_ONCE(vmbus_conn.state) == VMBUS_DISCONNECTED)
		return -ENODEV;
	drv->driver.name = drv->name;
	drv->driver.owner = owner;
	DRIVER_SET_MOD_NAME(&drv->driver, mod_name);
	drv->driver.bus = &vmbus_bus;
	spin_lock_init(&drv->dynids.lock);
	INIT_LIST_HEAD(&drv->dynids.list);
	return driver_register(&drv->driver);
}
EXPORT_SYMBOL_GPL(__vmbus_driver_register);

void vmbus_driver_unregister(struct hv_driver *drv)
{
	struct vmbus_dynid *dyn, *tmp;

	driver_unregister(&drv->driver);
	list_for_each_entry_safe(dyn, tmp, &drv->dynids.list, entry) {
		list_del(&dyn->entry);
		kfree(dyn);
	}
}
EXPORT_SYMBOL_GPL(vmbus_driver_unregister);

static ssize_t new_id_store(struct device_driver *driver, const char *buf,
			    size_t count)
{
	struct hv_driver *drv = to_hv_driver(driver);
	struct hv_vmbus_device_id id;
	struct vmbus_dynid *dyn;
	guid_t guid;
	int ret;

	ret = guid_parse(buf, &guid);
	if (ret)
		return ret;
	if (find_id(drv, &guid, &id))
		return -EEXIST;
	dyn = kzalloc(sizeof(*dyn), GFP_KERNEL);
	if (!dyn)
		return -ENOMEM;
	dyn->id.guid = guid;
	spin_lock(&drv->dynids.lock);
	list_add_tail(&dyn->entry, &drv->dynids.list);
	spin_unlock(&drv->dynids.lock);
	ret = driver_attach(driver);
	return ret ? ret : count;
}
static DRIVER_ATTR_WO(new_id);

static ssize_t remove_id_store(struct device_driver *driver, const char *buf,
			       size_t count)
{
	struct hv_driver *drv = to_hv_driver(driver);
	struct vmbus_dynid *dyn, *found = NULL;
	guid_t guid;
	int ret;

	ret = guid_parse(buf, &guid);
	if (ret)
		return ret;
	spin_lock(&drv->dynids.lock);
	list_for_each_entry(dyn, &drv->dynids.list, entry)
		if (guid_equal(&dyn->id.guid, &guid)) {
			list_del(&dyn->entry);
			found = dyn;
			break;
		}
	spin_unlock(&drv->dynids.lock);
	kfree(found);
	return found ? count : -ENODEV;
}
static DRIVER_ATTR_WO(remove_id);

static struct attribute *vmbus_drv_attrs[] = {
	&driver_attr_new_id.attr,
	&driver_attr_remove_id.attr,
	NULL,
};

static const struct attribute_group vmbus_drv_group = {
	.attrs = vmbus_drv_attrs,
};

const struct attribute_group *vmbus_drv_groups[] = {
	&vmbus_drv_group,
	NULL,
};

/* -------- CPUs -------- */

static int vmbus_cpuhp_state = -1;

static int vmbus_cpu_online(unsigned int cpu)
{
	return hv_platform_cpu_on(cpu);
}

static int vmbus_cpu_offline(unsigned int cpu)
{
	int ret = vmbus_chan_leave_cpu(cpu);

	if (ret)
		return ret;
	ret = hv_platform_cpu_off(cpu);
	vmbus_chan_resched_all();
	return ret;
}

/* -------- the module -------- */

static int __init vmbus_init(void)
{
	int ret;

	ret = hv_platform_detect();
	if (ret)
		return ret;
	ret = vmbus_acpi_init();
	if (ret)
		return ret;
	vmbus_mmio_init();
	ret = vmbus_conn_init();
	if (ret)
		goto out_acpi;
	ret = bus_register_groups(&vmbus_bus, vmbus_bus_groups,
				  vmbus_dev_groups, vmbus_drv_groups);
	if (ret)
		goto out_conn;
	ret = hv_platform_init(&vmbus_platform_client, vmbus_acpi_irq());
	if (ret)
		goto out_bus;
	ret = cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "hyperv/vmbus:online",
				vmbus_cpu_online, vmbus_cpu_offline);
	if (ret < 0)
		goto out_platform;
	vmbus_cpuhp_state = ret;
	ret = vmbus_connect(0);
	if (ret)
		goto out_cpuhp;
	ret = vmbus_crash_init();
	if (ret)
		goto out_connection;
	ret = vmbus_pm_init();
	if (ret)
		goto out_crash;
	ret = vmbus_request_offers();
	if (ret)
		goto out_pm;
	return 0;

out_pm:
	vmbus_pm_exit();
out_crash:
	vmbus_crash_exit();
out_connection:
	/* A host may have offered devices before it was asked for them. */
	WRITE_ONCE(vmbus_conn.state, VMBUS_DISCONNECTING);
	vmbus_chan_remove_all();
	vmbus_disconnect();
out_cpuhp:
	cpuhp_remove_state(vmbus_cpuhp_state);
out_platform:
	hv_platform_exit();
out_bus:
	bus_unregister_groups(&vmbus_bus);
out_conn:
	vmbus_conn_exit();
out_acpi:
	vmbus_mmio_exit();
	vmbus_acpi_exit();
	return ret;
}

static void __exit vmbus_exit(void)
{
	vmbus_pm_exit();
	/* From here on offers are dropped; devices go, then the connection. */
	WRITE_ONCE(vmbus_conn.state, VMBUS_DISCONNECTING);
	vmbus_chan_remove_all();
	vmbus_crash_exit();
	vmbus_disconnect();
	cpuhp_remove_state(vmbus_cpuhp_state);
	hv_platform_exit();
	bus_unregister_groups(&vmbus_bus);
	vmbus_conn_exit();
	vmbus_mmio_exit();
	vmbus_acpi_exit();
}

#ifndef HV_MODULE_VERSION
#define HV_MODULE_VERSION "unknown"
#endif

module_init(vmbus_init);
module_exit(vmbus_exit);
MODULE_LICENSE("GPL");
MODULE_VERSION(HV_MODULE_VERSION);
MODULE_DESCRIPTION("Hyper-V guest: VMBus");
