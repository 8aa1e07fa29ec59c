/* SPDX-License-Identifier: GPL-2.0-only */
/* Model: objects, sysfs, devices, drivers, power, ACPI, resources. */
#ifndef MODEL_DEVICE_H
#define MODEL_DEVICE_H

#include <model/base.h>
#include <linux/mod_devicetable.h>

struct kref { atomic_t refcount; };
void kref_init(struct kref *k);
void kref_get(struct kref *k);
int kref_put(struct kref *k, void (*release)(struct kref *k));

#if MODEL_KERNEL >= 31000
typedef umode_t model_attr_mode;
#else
typedef mode_t model_attr_mode;
#endif
struct kobject;
struct attribute {
	const char *name;
	model_attr_mode mode;
};
struct attribute_group {
	const char *name;
#if MODEL_KERNEL >= 20632
	model_attr_mode (*is_visible)(struct kobject *k, struct attribute *a, int n);
#endif
	struct attribute **attrs;
};
struct sysfs_ops {
	ssize_t (*show)(struct kobject *k, struct attribute *a, char *buf);
	ssize_t (*store)(struct kobject *k, struct attribute *a, const char *buf,
			 size_t n);
};
struct kset;
#if MODEL_KERNEL >= 20632
struct kobj_uevent_env { int model; };
int add_uevent_var(struct kobj_uevent_env *env, const char *fmt, ...)
	MODEL_PRINTF(2, 3);
struct kobj_type {
	void (*release)(struct kobject *k);
	const struct sysfs_ops *sysfs_ops;
	struct attribute **default_attrs;
};
struct kobject {
	const char *name;
	struct kobject *parent;
	struct kset *kset;
	struct kobj_type *ktype;
	unsigned int state_in_sysfs;
};
void kobject_init(struct kobject *k, struct kobj_type *t);
int kobject_add(struct kobject *k, struct kobject *parent, const char *fmt, ...)
	MODEL_PRINTF(3, 4);
struct kset *kset_create_and_add(const char *name, const void *ops,
				 struct kobject *parent);
#else
int add_uevent_var(char **envp, int count, int *index, char *buf, int size,
		   int *len, const char *fmt, ...) MODEL_PRINTF(7, 8);
struct kobj_type {
	void (*release)(struct kobject *k);
	struct sysfs_ops *sysfs_ops;
	struct attribute **default_attrs;
};
struct dentry;
struct kobject {
	const char *k_name;
	struct kref kref;
	struct kobject *parent;
	struct kset *kset;
	struct kobj_type *ktype;
	struct dentry *dentry;
};
void kobject_init(struct kobject *k);
int kobject_add(struct kobject *k);
int kset_register(struct kset *k);
struct kset *kset_get(struct kset *k);
void kset_put(struct kset *k);
#endif
struct kset { struct kobject kobj; };
enum kobject_action { KOBJ_ADD, KOBJ_REMOVE, KOBJ_CHANGE };
void kobject_del(struct kobject *k);
struct kobject *kobject_get(struct kobject *k);
void kobject_put(struct kobject *k);
int kobject_rename(struct kobject *k, const char *name);
const char *kobject_name(const struct kobject *k);
int kobject_set_name(struct kobject *k, const char *fmt, ...) MODEL_PRINTF(2, 3);
#if MODEL_KERNEL >= 20632
int kobject_uevent(struct kobject *k, enum kobject_action a);
#else
void kobject_uevent(struct kobject *k, enum kobject_action a);
#endif
#ifdef MODEL_KOBJECT_UEVENT_ENV
int kobject_uevent_env(struct kobject *k, enum kobject_action a, char *envp[]);
#endif
void kset_unregister(struct kset *k);
int sysfs_create_group(struct kobject *k, const struct attribute_group *g);
void sysfs_remove_group(struct kobject *k, const struct attribute_group *g);
#define __ATTR(n, m, s, st) \
	{ .attr = { .name = #n, .mode = m }, .show = s, .store = st }

struct resource;
struct device;
struct device_driver;
struct bus_type;
#if MODEL_KERNEL >= 20632
struct dev_pm_ops {
	int (*freeze_noirq)(struct device *d);
	int (*thaw_noirq)(struct device *d);
	int (*poweroff_noirq)(struct device *d);
	int (*restore_noirq)(struct device *d);
};
#endif
struct device_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device *d, struct device_attribute *a, char *buf);
	ssize_t (*store)(struct device *d, struct device_attribute *a,
			 const char *buf, size_t n);
};
struct driver_attribute {
	struct attribute attr;
	ssize_t (*show)(struct device_driver *d, char *buf);
	ssize_t (*store)(struct device_driver *d, const char *buf, size_t n);
};
struct bus_attribute {
	struct attribute attr;
	ssize_t (*show)(struct bus_type *b, char *buf);
	ssize_t (*store)(struct bus_type *b, const char *buf, size_t n);
};
#define DEVICE_ATTR(n, m, s, st) \
	struct device_attribute dev_attr_##n = __ATTR(n, m, s, st)
struct device_driver {
	const char *name;
	struct bus_type *bus;
	struct module *owner;
#if MODEL_KERNEL >= 20632
	const char *mod_name;
	bool suppress_bind_attrs;
	const struct dev_pm_ops *pm;
#endif
};
struct bus_type {
	const char *name;
	int (*match)(struct device *d, struct device_driver *drv);
#if MODEL_KERNEL >= 20632
	int (*uevent)(struct device *d, struct kobj_uevent_env *env);
	const struct dev_pm_ops *pm;
#else
	int (*uevent)(struct device *d, char **envp, int count, char *buf,
		      int size);
#endif
	int (*probe)(struct device *d);
	int (*remove)(struct device *d);
	void (*shutdown)(struct device *d);
	struct bus_attribute *bus_attrs;
	struct device_attribute *dev_attrs;
	struct driver_attribute *drv_attrs;
#ifdef MODEL_BUS_GROUPS
	const struct attribute_group **bus_groups;
	const struct attribute_group **dev_groups;
	const struct attribute_group **drv_groups;
#endif
};
#if MODEL_KERNEL >= 20632
struct device_dma_parameters {
	unsigned int max_segment_size;
	unsigned long segment_boundary_mask;
};
#else
#define BUS_ID_SIZE	20
#endif
struct device {
	struct device *parent;
	struct kobject kobj;
	struct bus_type *bus;
	struct device_driver *driver;
	u64 *dma_mask;
	u64 coherent_dma_mask;
#if MODEL_KERNEL >= 20632
	struct device_dma_parameters *dma_parms;
	const struct attribute_group **groups;
#else
	char bus_id[BUS_ID_SIZE];
#endif
	void (*release)(struct device *d);
};
int device_for_each_child(struct device *d, void *data,
			  int (*fn)(struct device *d, void *data));
int bus_register(struct bus_type *b);
void bus_unregister(struct bus_type *b);
int driver_register(struct device_driver *d);
void driver_unregister(struct device_driver *d);
#if MODEL_KERNEL >= 20632
int driver_attach(struct device_driver *d);
int dev_set_name(struct device *d, const char *fmt, ...) MODEL_PRINTF(2, 3);
#else
void driver_attach(struct device_driver *d);
#endif
#ifdef MODEL_DEV_NAME
const char *dev_name(const struct device *d);
#endif
void device_release_driver(struct device *d);
void device_initialize(struct device *d);
int device_add(struct device *d);
void device_del(struct device *d);
struct device *get_device(struct device *d);
void put_device(struct device *d);
void *dev_get_drvdata(const struct device *d);
void dev_set_drvdata(struct device *d, void *data);
int dev_err(const struct device *d, const char *fmt, ...) MODEL_PRINTF(2, 3);
int dev_warn(const struct device *d, const char *fmt, ...) MODEL_PRINTF(2, 3);
int dev_info(const struct device *d, const char *fmt, ...) MODEL_PRINTF(2, 3);
#define dev_dbg			dev_info
#if MODEL_KERNEL >= 31000
#define dev_warn_ratelimited	dev_warn
#endif
#if MODEL_KERNEL >= 20632
#define kobj_to_dev(k)		container_of(k, struct device, kobj)
#endif
struct platform_device { struct device dev; };
struct platform_driver {
	void (*shutdown)(struct platform_device *d);
	struct device_driver driver;
};
int platform_driver_register(struct platform_driver *d);
void platform_driver_unregister(struct platform_driver *d);
void platform_device_unregister(struct platform_device *d);
#if MODEL_KERNEL >= 20632
struct platform_device *platform_device_register_simple(const char *name, int id,
		const struct resource *r, unsigned int n);
#else
struct platform_device *platform_device_register_simple(char *name, unsigned int id,
		struct resource *r, unsigned int n);
#endif
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define DMA_BIT_MASK(n)	((n) == 64 ? ~0ULL : (1ULL << (n)) - 1)
#endif
enum dma_data_direction { DMA_BIDIRECTIONAL, DMA_TO_DEVICE, DMA_FROM_DEVICE, DMA_NONE };
#ifdef MODEL_DMA_COERCE_MASK
int dma_coerce_mask_and_coherent(struct device *d, u64 mask);
#endif

/* resources, the framebuffer of the firmware */
struct resource {
	resource_size_t start, end;
	const char *name;
	unsigned long flags;
};
struct resource *request_mem_region(resource_size_t start, resource_size_t n,
				    const char *name);
void release_mem_region(resource_size_t start, resource_size_t n);
struct screen_info {
	u8 orig_video_isVGA;
	u32 lfb_base;
	u32 lfb_size;
	u32 capabilities;
#ifdef MODEL_EXT_LFB_BASE
	u32 ext_lfb_base;
#endif
};
extern struct screen_info screen_info;
#define VIDEO_TYPE_VLFB	0x23
#ifdef MODEL_VIDEO_TYPE_EFI
#define VIDEO_TYPE_EFI	0x70
#endif
#ifdef MODEL_EXT_LFB_BASE
#define VIDEO_CAPABILITY_64BIT_BASE	2
#endif

/* ACPI */
typedef void *acpi_handle;
typedef u32 acpi_status;
typedef u64 acpi_size;
#define AE_OK			0u
#define AE_NOT_FOUND		5u
#define AE_CTRL_TERMINATE	0x4003u
#define ACPI_SUCCESS(s)		(!(s))
#define ACPI_FAILURE(s)		(!!(s))
#define ACPI_FREE(p)		kfree(p)
#define ACPI_VALID_HID		4
#define ACPI_STATE_S4		4
#define ACPI_MEMORY_RANGE	0
#define METHOD_NAME__CRS	"_CRS"
#define ACPI_RESOURCE_TYPE_IRQ		0
#define ACPI_RESOURCE_TYPE_ADDRESS32	12
#define ACPI_RESOURCE_TYPE_ADDRESS64	13
#define ACPI_RESOURCE_TYPE_EXTENDED_IRQ	15
extern int acpi_disabled;
struct acpi_resource {
	u32 type;
	union {
		struct { u8 interrupt_count; u8 interrupts[1]; } irq;
		struct { u8 interrupt_count; u32 interrupts[1]; } extended_irq;
	} data;
};
struct acpi_resource_address64 {
	u8 resource_type;
#ifdef MODEL_ACPI_ADDRESS
	struct {
		u64 minimum, maximum, address_length;
	} address;
#else
	u64 minimum, maximum, address_length;
#endif
};
struct acpi_device {
	acpi_handle handle;
	struct device dev;
};
struct acpi_device_ops {
	int (*add)(struct acpi_device *d);
#if MODEL_KERNEL >= 31000
	int (*remove)(struct acpi_device *d);
#else
	int (*remove)(struct acpi_device *d, int type);
#endif
};
#if MODEL_KERNEL >= 20632
struct acpi_driver {
	char name[80];
	const struct acpi_device_id *ids;
	struct acpi_device_ops ops;
	struct device_driver drv;
};
struct acpi_device_info {
	u8 valid;
	struct { char *string; } hardware_id;
};
acpi_status acpi_get_object_info(acpi_handle h, struct acpi_device_info **out);
#else
struct acpi_driver {
	char name[80];
	char *ids;
	struct acpi_device_ops ops;
};
struct acpi_device_info {
	u32 valid;
	struct { char value[9]; } hardware_id;
};
struct acpi_buffer {
	acpi_size length;
	void *pointer;
};
#define ACPI_ALLOCATE_BUFFER	(~(acpi_size)0)
acpi_status acpi_get_object_info(acpi_handle h, struct acpi_buffer *out);
#endif
acpi_status acpi_resource_to_address64(struct acpi_resource *r,
				       struct acpi_resource_address64 *out);
acpi_status acpi_walk_resources(acpi_handle h, char *name,
		acpi_status (*fn)(struct acpi_resource *r, void *d), void *d);
acpi_status acpi_get_parent(acpi_handle h, acpi_handle *out);
acpi_status acpi_get_devices(const char *hid,
		acpi_status (*fn)(acpi_handle h, u32 level, void *c, void **ret),
		void *context, void **ret);
acpi_status acpi_get_sleep_type_data(u8 state, u8 *a, u8 *b);
int acpi_bus_register_driver(struct acpi_driver *d);
void acpi_bus_unregister_driver(struct acpi_driver *d);

#endif /* MODEL_DEVICE_H */
