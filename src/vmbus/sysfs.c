// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the bus shows in sysfs: names and formats that tools have always found
 * there (lsvmbus, udev rules, test suites).
 *
 * Attributes of a ring take the channel's lock, so that the ring cannot go
 * away while they look at it.
 */
#define pr_fmt(fmt) "hv_vmbus: " fmt

#include <linux/cpu.h>
#include <linux/cpumask.h>
#include <linux/device.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/topology.h>
#include "vmbus_priv.h"

/* -------- the two rings, as either side of sysfs wants them -------- */

enum ring_value {
	OUT_MASK, OUT_READ_INDEX, OUT_WRITE_INDEX, OUT_USED, OUT_FREE,
	IN_MASK, IN_READ_INDEX, IN_WRITE_INDEX, IN_USED, IN_FREE,
};

static u32 ring_value(const struct vmbus_channel *chan, enum ring_value what)
{
	const struct vmbus_tx_ring *tx = &chan->tx;
	const struct vmbus_rx_ring *rx = &chan->rx;

	switch (what) {
	case OUT_MASK:
		return READ_ONCE(tx->hdr->interrupt_mask);
	case OUT_READ_INDEX:
		return READ_ONCE(tx->hdr->read_index);
	case OUT_WRITE_INDEX:
		return READ_ONCE(tx->hdr->write_index);
	case OUT_USED:
		return tx->size - vmbus_tx_ring_free(tx);
	case OUT_FREE:
		return vmbus_tx_ring_free(tx);
	case IN_MASK:
		return READ_ONCE(rx->hdr->interrupt_mask);
	case IN_READ_INDEX:
		return READ_ONCE(rx->hdr->read_index);
	case IN_WRITE_INDEX:
		return READ_ONCE(rx->hdr->write_index);
	case IN_USED:
		return vmbus_rx_ring_avail(rx);
	case IN_FREE:
		return rx->size - vmbus_rx_ring_avail(rx);
	}
	return 0;
}

static ssize_t ring_show(struct vmbus_channel *chan, char *buf,
			 enum ring_value what)
{
	ssize_t ret = -EINVAL;

	mutex_lock(&chan->lock);
	if (chan->state == VMBUS_CHAN_OPEN)
		ret = sysfs_emit(buf, "%u\n", ring_value(chan, what));
	mutex_unlock(&chan->lock);
	return ret;
}

/* -------- attributes of a device -------- */

#define DEV_ATTR(name, format, ...)					\
static ssize_t name##_show(struct device *d,				\
			   struct device_attribute *attr, char *buf)	\
{									\
	struct hv_device *dev = device_to_hv_device(d);			\
									\
	return sysfs_emit(buf, format "\n", __VA_ARGS__);		\
}									\
static DEVICE_ATTR_RO(name)

DEV_ATTR(id, "%u", dev->channel->offer.relid);
/* Always shown so: 2 stands for a channel that was open before. */
static int state_value(const struct vmbus_channel *chan)
{
	enum vmbus_chan_state state = READ_ONCE(chan->state);

	return state == VMBUS_CHAN_CLOSED && chan->open_id ? 2 : state;
}

DEV_ATTR(state, "%d", state_value(dev->channel));
DEV_ATTR(monitor_id, "%u", dev->channel->offer.monitor_id);
DEV_ATTR(vendor, "0x%x", dev->vendor_id);
DEV_ATTR(device, "0x%x", dev->device_id);
#ifdef CONFIG_NUMA
DEV_ATTR(numa_node, "%d", cpu_to_node(READ_ONCE(dev->channel->target_cpu)));
#endif
DEV_ATTR(server_monitor_pending, "%u", vmbus_monitor_pending(dev->channel, 0));
DEV_ATTR(client_monitor_pending, "%u", vmbus_monitor_pending(dev->channel, 1));
DEV_ATTR(server_monitor_latency, "%u", vmbus_monitor_latency(dev->channel, 0));
DEV_ATTR(client_monitor_latency, "%u", vmbus_monitor_latency(dev->channel, 1));
DEV_ATTR(server_monitor_conn_id, "%u", vmbus_monitor_conn_id(dev->channel, 0));
DEV_ATTR(client_monitor_conn_id, "%u", vmbus_monitor_conn_id(dev->channel, 1));

#define DEV_GUID_ATTR(name, format, print, guid)			\
static ssize_t name##_show(struct device *d,				\
			   struct device_attribute *attr, char *buf)	\
{									\
	struct hv_device *dev = device_to_hv_device(d);			\
	char text[VMBUS_GUID_TEXT];					\
									\
	return sysfs_emit(buf, format "\n", print(&dev->guid, text));	\
}									\
static DEVICE_ATTR_RO(name)

DEV_GUID_ATTR(class_id, "{%s}", vmbus_guid_text, dev_type);
DEV_GUID_ATTR(device_id, "{%s}", vmbus_guid_text, dev_instance);
DEV_GUID_ATTR(modalias, "vmbus:%s", vmbus_guid_alias, dev_type);

#define DEV_RING_ATTR(name, what)					\
static ssize_t name##_show(struct device *d,				\
			   struct device_attribute *attr, char *buf)	\
{									\
	return ring_show(device_to_hv_device(d)->channel, buf, what);	\
}									\
static DEVICE_ATTR_RO(name)

DEV_RING_ATTR(out_intr_mask, OUT_MASK);
DEV_RING_ATTR(out_read_index, OUT_READ_INDEX);
DEV_RING_ATTR(out_write_index, OUT_WRITE_INDEX);
DEV_RING_ATTR(out_read_bytes_avail, OUT_USED);
DEV_RING_ATTR(out_write_bytes_avail, OUT_FREE);
DEV_RING_ATTR(in_intr_mask, IN_MASK);
DEV_RING_ATTR(in_read_index, IN_READ_INDEX);
DEV_RING_ATTR(in_write_index, IN_WRITE_INDEX);
DEV_RING_ATTR(in_read_bytes_avail, IN_USED);
DEV_RING_ATTR(in_write_bytes_avail, IN_FREE);

/* One line "relid:cpu" for each channel, as many as fit. */
static ssize_t channel_vp_mapping_show(struct device *d,
				       struct device_attribute *attr,
				       char *buf)
{
	struct vmbus_channel *chan = device_to_hv_device(d)->channel;
	struct vmbus_channel *sub;
	ssize_t len;

	mutex_lock(&vmbus_conn.topology);
	len = sysfs_emit(buf, "%u:%u\n", chan->relid, chan->target_cpu);
	list_for_each_entry(sub, &chan->subs, sub_entry)
		len += sysfs_emit_at(buf, len, "%u:%u\n", sub->relid,
				     sub->target_cpu);
	mutex_unlock(&vmbus_conn.topology);
	return len;
}
static DEVICE_ATTR_RO(channel_vp_mapping);

/* -------- driver_override -------- */

static DEFINE_SPINLOCK(override_lock);	/* hv_device.driver_override */

int vmbus_override_matches(struct hv_device *dev, const char *name)
{
	int ret = -1;

	spin_lock(&override_lock);
	if (dev->driver_override)
		ret = strcmp(dev->driver_override, name) == 0;
	spin_unlock(&override_lock);
	return ret;
}

static ssize_t driver_override_show(struct device *d,
				    struct device_attribute *attr, char *buf)
{
	struct hv_device *dev = device_to_hv_device(d);
	ssize_t len;

	spin_lock(&override_lock);
	len = sysfs_emit(buf, "%s\n", dev->driver_override ?: "(null)");
	spin_unlock(&override_lock);
	return len;
}

static ssize_t driver_override_store(struct device *d,
				     struct device_attribute *attr,
				     const char *buf, size_t count)
{
	struct hv_device *dev = device_to_hv_device(d);
	char *new, *old;

	/* One line must come out as it went in. */
	if (count >= PAGE_SIZE - 1)
		return -EINVAL;
	new = kstrndup(buf, strcspn(buf, "\n"), GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	if (!*new) {
		kfree(new);
		new = NULL;
	}
	spin_lock(&override_lock);
	old = dev->driver_override;
	dev->driver_override = new;
	spin_unlock(&override_lock);
	kfree(old);
	return count;
}
static DEVICE_ATTR_RW(driver_override);

static struct attribute *vmbus_dev_attrs[] = {
	&dev_attr_id.attr,
	&dev_attr_state.attr,
	&dev_attr_monitor_id.attr,
	&dev_attr_class_id.attr,
	&dev_attr_device_id.attr,
	&dev_attr_modalias.attr,
#ifdef CONFIG_NUMA
	&dev_attr_numa_node.attr,
#endif
	&dev_attr_server_monitor_pending.attr,
	&dev_attr_client_monitor_pending.attr,
	&dev_attr_server_monitor_latency.attr,
	&dev_attr_client_monitor_latency.attr,
	&dev_attr_server_monitor_conn_id.attr,
	&dev_attr_client_monitor_conn_id.attr,
	&dev_attr_out_intr_mask.attr,
	&dev_attr_out_read_index.attr,
	&dev_attr_out_write_index.attr,
	&dev_attr_out_read_bytes_avail.attr,
	&dev_attr_out_write_bytes_avail.attr,
	&dev_attr_in_intr_mask.attr,
	&dev_attr_in_read_index.attr,
	&dev_attr_in_write_index.attr,
	&dev_attr_in_read_bytes_avail.attr,
	&dev_attr_in_write_bytes_avail.attr,
	&dev_attr_channel_vp_mapping.attr,
	&dev_attr_vendor.attr,
	&dev_attr_device.attr,
	&dev_attr_driver_override.attr,
	NULL,
};

static umode_t dev_attr_visible(struct kobject *kobj, struct attribute *attr,
				int index)
{
	struct device *d = container_of(kobj, struct device, kobj);
	struct hv_device *dev = device_to_hv_device(d);

	if (!dev->channel->monitored &&
	    (attr == &dev_attr_monitor_id.attr ||
	     attr == &dev_attr_server_monitor_pending.attr ||
	     attr == &dev_attr_client_monitor_pending.attr ||
	     attr == &dev_attr_server_monitor_latency.attr ||
	     attr == &dev_attr_client_monitor_latency.attr ||
	     attr == &dev_attr_server_monitor_conn_id.attr ||
	     attr == &dev_attr_client_monitor_conn_id.attr))
		return 0;
	return attr->mode;
}
DEFINE_ATTR_IS_VISIBLE(dev_attr_visible_op, dev_attr_visible)

static const struct attribute_group vmbus_dev_group = {
	.attrs = vmbus_dev_attrs,
	ATTR_GROUP_IS_VISIBLE(dev_attr_visible_op)
};

const struct attribute_group *vmbus_dev_groups[] = {
	&vmbus_dev_group,
	NULL,
};

/* -------- attributes of the bus -------- */

static ssize_t hibernation_show(const struct bus_type *bus, char *buf)
{
	return sysfs_emit(buf, "%d\n", vmbus_hibernation_supported());
}

DEFINE_BUS_ATTR_SHOW(hibernation_show_op, hibernation_show)

static struct bus_attribute bus_attr_hibernation =
	__ATTR(hibernation, 0444, hibernation_show_op, NULL);

static struct attribute *vmbus_bus_attrs[] = {
	&bus_attr_hibernation.attr,
	NULL,
};

static const struct attribute_group vmbus_bus_group = {
	.attrs = vmbus_bus_attrs,
};

const struct attribute_group *vmbus_bus_groups[] = {
	&vmbus_bus_group,
	NULL,
};

/* -------- attributes of a channel -------- */

struct chan_attribute {
	struct attribute attr;
	ssize_t (*show)(struct vmbus_channel *chan, char *buf);
	ssize_t (*store)(struct vmbus_channel *chan, const char *buf,
			 size_t count);
};

static struct vmbus_channel *to_chan(struct kobject *kobj)
{
	return container_of(kobj, struct vmbus_channel, kobj);
}

static ssize_t chan_show(struct kobject *kobj, struct attribute *attr,
			 char *buf)
{
	const struct chan_attribute *a =
		container_of(attr, struct chan_attribute, attr);

	return a->show ? a->show(to_chan(kobj), buf) : -EIO;
}

static ssize_t chan_store(struct kobject *kobj, struct attribute *attr,
			  const char *buf, size_t count)
{
	const struct chan_attribute *a =
		container_of(attr, struct chan_attribute, attr);

	return a->store ? a->store(to_chan(kobj), buf, count) : -EIO;
}

static const struct sysfs_ops chan_sysfs_ops = {
	.show = chan_show,
	.store = chan_store,
};

#define CHAN_ATTR(name, format, expression)				\
static ssize_t chan_##name##_show(struct vmbus_channel *chan, char *buf) \
{									\
	return sysfs_emit(buf, format "\n", expression);		\
}									\
static struct chan_attribute chan_attr_##name =				\
	__ATTR(name, 0444, chan_##name##_show, NULL)

CHAN_ATTR(latency, "%u", vmbus_monitor_latency(chan, 1));
CHAN_ATTR(pending, "%u", vmbus_monitor_pending(chan, 1));
CHAN_ATTR(monitor_id, "%u", chan->offer.monitor_id);
CHAN_ATTR(subchannel_id, "%u", chan->offer.subchannel_index);
CHAN_ATTR(interrupts, "%llu", (unsigned long long)chan->interrupts);
CHAN_ATTR(events, "%llu",
	  (unsigned long long)atomic64_read(&chan->sig_events));
CHAN_ATTR(intr_in_full, "%llu", (unsigned long long)chan->intr_in_full);
CHAN_ATTR(intr_out_empty, "%llu", (unsigned long long)chan->intr_out_empty);
CHAN_ATTR(out_full_first, "%llu", (unsigned long long)chan->tx.full_first);
CHAN_ATTR(out_full_total, "%llu", (unsigned long long)chan->tx.full_total);

#define CHAN_RING_ATTR(name, what)					\
static ssize_t chan_##name##_show(struct vmbus_channel *chan, char *buf) \
{									\
	return ring_show(chan, buf, what);				\
}									\
static struct chan_attribute chan_attr_##name =				\
	__ATTR(name, 0444, chan_##name##_show, NULL)

CHAN_RING_ATTR(out_mask, OUT_MASK);
CHAN_RING_ATTR(in_mask, IN_MASK);
CHAN_RING_ATTR(read_avail, IN_USED);
CHAN_RING_ATTR(write_avail, OUT_FREE);

static ssize_t chan_cpu_show(struct vmbus_channel *chan, char *buf)
{
	return sysfs_emit(buf, "%u\n", READ_ONCE(chan->target_cpu));
}

static ssize_t chan_cpu_store(struct vmbus_channel *chan, const char *buf,
			      size_t count)
{
	unsigned int cpu;
	int ret;

	ret = kstrtouint(buf, 0, &cpu);
	if (ret)
		return ret;
	if (vmbus_conn.version < VMBUS_VERSION_WIN10_V4_1)
		return -EIO;
	if (cpu >= nr_cpu_ids)
		return -EINVAL;
	cpus_read_lock();
	if (!cpu_online(cpu))
		ret = -EINVAL;
	else if (chan->state != VMBUS_CHAN_OPEN)
		ret = -EIO;
	else
		ret = vmbus_chan_move(chan, cpu);
	cpus_read_unlock();
	return ret ? ret : count;
}
static struct chan_attribute chan_attr_cpu =
	__ATTR(cpu, 0644, chan_cpu_show, chan_cpu_store);

static struct attribute *chan_attrs[] = {
	&chan_attr_out_mask.attr,
	&chan_attr_in_mask.attr,
	&chan_attr_read_avail.attr,
	&chan_attr_write_avail.attr,
	&chan_attr_cpu.attr,
	&chan_attr_pending.attr,
	&chan_attr_latency.attr,
	&chan_attr_interrupts.attr,
	&chan_attr_events.attr,
	&chan_attr_intr_in_full.attr,
	&chan_attr_intr_out_empty.attr,
	&chan_attr_out_full_first.attr,
	&chan_attr_out_full_total.attr,
	&chan_attr_monitor_id.attr,
	&chan_attr_subchannel_id.attr,
	NULL,
};

static umode_t chan_attr_visible(struct kobject *kobj, struct attribute *attr,
				 int index)
{
	if (!to_chan(kobj)->monitored &&
	    (attr == &chan_attr_pending.attr ||
	     attr == &chan_attr_latency.attr ||
	     attr == &chan_attr_monitor_id.attr))
		return 0;
	return attr->mode;
}
DEFINE_ATTR_IS_VISIBLE(chan_attr_visible_op, chan_attr_visible)

static const struct attribute_group chan_group = {
	.attrs = chan_attrs,
	ATTR_GROUP_IS_VISIBLE(chan_attr_visible_op)
};

static const struct attribute_group *chan_groups[] = {
	&chan_group,
	NULL,
};

static void chan_release(struct kobject *kobj)
{
	vmbus_chan_free(to_chan(kobj));
}

struct kobj_type vmbus_chan_ktype = {
	.release = chan_release,
	KOBJ_TYPE_INIT(&chan_sysfs_ops, chan_groups),
};

/* -------- channels/ and channels/<relid> -------- */

/* conn.topology held. A failure costs the attributes, not the device. */
static void add_channel(struct hv_device *dev, struct vmbus_channel *chan)
{
	if (chan->in_sysfs || chan->rescinded)
		return;
	chan->kobj.kset = dev->channels_kset;
	if (kobject_add(&chan->kobj, NULL, "%u", chan->relid)) {
		dev_warn(&dev->device, "channel %u is not in sysfs\n",
			 chan->relid);
		return;
	}
	chan->in_sysfs = true;
	if (kobject_add_groups(&chan->kobj, chan_groups))
		dev_warn(&dev->device, "channel %u lacks attributes\n",
			 chan->relid);
	kobject_uevent(&chan->kobj, KOBJ_ADD);
}

void vmbus_sysfs_add_channels(struct hv_device *dev)
{
	struct vmbus_channel *sub;

	mutex_lock(&vmbus_conn.topology);
	if (!dev->channels_kset && !dev->channel->rescinded &&
	    kobject_in_sysfs(&dev->device.kobj))
		dev->channels_kset =
			kset_create_and_add("channels", NULL,
					    &dev->device.kobj);
	if (dev->channels_kset) {
		add_channel(dev, dev->channel);
		list_for_each_entry(sub, &dev->channel->subs, sub_entry)
			add_channel(dev, sub);
	}
	mutex_unlock(&vmbus_conn.topology);
}

void vmbus_sysfs_del_channel(struct vmbus_channel *chan)
{
	bool was;

	mutex_lock(&vmbus_conn.topology);
	was = chan->in_sysfs;
	chan->in_sysfs = false;
	mutex_unlock(&vmbus_conn.topology);
	if (!was)
		return;
	/*
	 * Before 5.6 the last reference would send this, when the set that it
	 * names is gone already.
	 */
	kobject_uevent(&chan->kobj, KOBJ_REMOVE);
	/* Waits for readers, which may want the lock. */
	kobject_del(&chan->kobj);
}

void vmbus_sysfs_del_device(struct hv_device *dev)
{
	struct kset *kset;

	mutex_lock(&vmbus_conn.topology);
	kset = dev->channels_kset;
	dev->channels_kset = NULL;
	mutex_unlock(&vmbus_conn.topology);
	if (kset)
		kset_unregister(kset);
}

void vmbus_sysfs_rename_channel(struct vmbus_channel *chan)
{
	char name[12];

	snprintf(name, sizeof(name), "%u", chan->relid);
	if (chan->in_sysfs && strcmp(kobject_name(&chan->kobj), name) &&
	    kobject_rename(&chan->kobj, name))
		pr_warn("channel %u keeps its old name in sysfs\n",
			chan->relid);
}
