// SPDX-License-Identifier: GPL-2.0-only
/*
 * A VMBus driver without ids: it binds to what new_id or driver_override gives it, and takes
 * as much address space as it can get while it is bound.
 *
 * Parameters: min, max (of the addresses), size, align, fb (1: the framebuffer's, too).
 * A kernel module for the guests of tests; with either set of drivers.
 */
#ifdef RIG_OURS
#include <hyperv/vmbus.h>
#else
#include <linux/hyperv.h>
#endif
#include <linux/ioport.h>
#include <linux/module.h>
#include <linux/version.h>

static unsigned long long min;
module_param(min, ullong, 0644);
static unsigned long long max = ~0ULL;
module_param(max, ullong, 0644);
static unsigned long long size = 64 << 20;
module_param(size, ullong, 0644);
static unsigned long long align = 4096;
module_param(align, ullong, 0644);
static int fb;
module_param(fb, int, 0644);

#define MOST 256
static struct resource *taken[MOST];
static unsigned int count;

static void give_back(void)
{
	while (count) {
		count--;
		vmbus_free_mmio(taken[count]->start, resource_size(taken[count]));
	}
}

static int bind(struct hv_device *dev, const struct hv_vmbus_device_id *id)
{
	while (count < MOST &&
	       !vmbus_allocate_mmio(&taken[count], dev, min, max, size, align, fb != 0))
		count++;
	pr_info("vmbusprobe: bound, %u ranges\n", count);
	return 0;
}

#if !defined(RIG_OURS) && LINUX_VERSION_CODE < KERNEL_VERSION(6, 2, 0)
static int unbind(struct hv_device *dev)
{
	give_back();
	return 0;
}
#else
static void unbind(struct hv_device *dev)
{
	give_back();
}
#endif

static const struct hv_vmbus_device_id none[] = { { } };

static struct hv_driver driver = {
	.name = "vmbusprobe",
	.id_table = none,
	.probe = bind,
	.remove = unbind,
};

static int __init probe_init(void)
{
	return vmbus_driver_register(&driver);
}

static void __exit probe_exit(void)
{
	vmbus_driver_unregister(&driver);
}

module_init(probe_init);
module_exit(probe_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("VMBus driver for tests");
