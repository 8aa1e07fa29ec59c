// SPDX-License-Identifier: GPL-2.0-only
/*
 * hv_storvsc: module, binding to controllers, suspend and resume.
 */
#include <linux/blkdev.h>
#include <linux/cpumask.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "storvsc.h"

/* Names and meanings of the parameters are those of the in-tree driver. */

int storvsc_logging_level = STORVSC_LOG_ERROR;
module_param_named(logging_level, storvsc_logging_level, int, 0644);
MODULE_PARM_DESC(logging_level,
		 "Logging level, 0 - none, 1 - errors (default), 2 - warnings");

static unsigned int ringbuffer_size = 128 * 1024;
module_param_named(storvsc_ringbuffer_size, ringbuffer_size, uint, 0444);
MODULE_PARM_DESC(storvsc_ringbuffer_size, "Ring buffer size (bytes)");

static unsigned int max_hw_queues;
module_param_named(storvsc_max_hw_queues, max_hw_queues, uint, 0444);
MODULE_PARM_DESC(storvsc_max_hw_queues,
		 "Maximum number of hardware queues (default: number of CPUs)");

/*
 * As in-tree this is about how many commands can be out, not about how many
 * subchannels are opened: those are as many as the host has, one less than CPUs.
 */
static unsigned int vcpus_per_sub_channel = 4;
module_param_named(storvsc_vcpus_per_sub_channel, vcpus_per_sub_channel, uint,
		   0444);
MODULE_PARM_DESC(storvsc_vcpus_per_sub_channel,
		 "Virtual CPUs per subchannel when sizing the queue depth");

unsigned int storvsc_lowater = 10;
module_param_named(ring_avail_percent_lowater, storvsc_lowater, uint, 0644);
MODULE_PARM_DESC(ring_avail_percent_lowater,
		 "Use another channel when less of a ring is free (percent)");

static int ide_disks = -1;
module_param_named(ide, ide_disks, int, 0444);
MODULE_PARM_DESC(ide,
		 "Disks of IDE controllers: 1 - always, 0 - never, -1 - unless the emulated controller's driver has them (default)");

#define RING_MIN	(16u * 1024)
#define RING_MAX	(16u * 1024 * 1024)
/* Room that one command takes in the ring, as an average; only a guess. */
#define RING_PER_CMD	256u
/* Size of a request table. */
#define TABLE_MAX	8192u
/* Page lists kept in reserve, so that there is always one more command. */
#define POOL_RESERVE	4

static const char *storvsc_info(struct Scsi_Host *host)
{
	return "Hyper-V synthetic storage controller";
}

/* What partitioning tools of old expect: the geometry that Windows uses. */
static int storvsc_bios_param(struct scsi_device *sdev, struct gendisk *disk,
			      sector_t capacity, int geom[])
{
	sector_t cylinders = capacity;

	sector_div(cylinders, 255 * 63);
	geom[0] = 255;
	geom[1] = 63;
	geom[2] = (int)cylinders;
	return 0;
}

DEFINE_SCSI_QUEUECOMMAND(queuecommand_op, storvsc_queuecommand);
DEFINE_SCSI_SDEV_CONFIGURE(sdev_configure_op, storvsc_sdev_configure);
DEFINE_SCSI_CHANGE_QUEUE_DEPTH(change_queue_depth_op);
DEFINE_SCSI_BIOS_PARAM(bios_param_op, storvsc_bios_param);
DEFINE_SCSI_EH_TIMED_OUT(timed_out_op, storvsc_timed_out);

static struct scsi_host_template storvsc_template = {
	.module = THIS_MODULE,
	.name = "storvsc_host_t",
	.proc_name = "storvsc_host",
	.info = storvsc_info,
	.queuecommand = queuecommand_op,
	.bios_param = bios_param_op,
	.sdev_init = storvsc_sdev_init,
	.sdev_configure = sdev_configure_op,
	.change_queue_depth = change_queue_depth_op,
	.eh_host_reset_handler = storvsc_eh_host_reset,
	.this_id = -1,
	.cmd_per_lun = 2048,
	/* A page list has no gaps: only its first page begins and only its last ends inside. */
	SCSI_TEMPLATE_VIRT_BOUNDARY(HV_HYP_PAGE_SIZE - 1)
	SCSI_TEMPLATE_COMMIT_RQS(storvsc_commit_rqs)
	SCSI_TEMPLATE_TIMED_OUT(timed_out_op)
	SCSI_TEMPLATE_HOST_RESET(storvsc_host_reset)
	SCSI_TEMPLATE_TRACK_DEPTH
	SCSI_TEMPLATE_NO_WRITE_SAME
	SCSI_TEMPLATE_DEFAULTS
};

static u32 ring_bytes(void)
{
	u32 bytes = clamp_t(u32, ringbuffer_size, RING_MIN, RING_MAX);

	return (bytes + HV_HYP_PAGE_SIZE - 1) & ~(HV_HYP_PAGE_SIZE - 1);
}

/* How many queues and commands; before the first command. */
static int dev_size(struct storvsc_dev *dev)
{
	const struct vstor_limits *limits = vstor_class_limits(dev->class);
	u32 depth, channels = 1;

	dev->ring_bytes = ring_bytes();
	dev->queues = 1;
	dev->room = 1;
	if (limits->subchannels) {
		dev->queues = num_present_cpus();
		if (max_hw_queues && dev->queues > max_hw_queues)
			dev->queues = max_hw_queues;
		dev->room = num_possible_cpus();
		if (vcpus_per_sub_channel)
			channels += (num_present_cpus() - 1) /
				    vcpus_per_sub_channel;
	}
	/* What the rings of the channels expected hold, shared by the queues. */
	depth = min(dev->ring_bytes / RING_PER_CMD, STORVSC_MAX_QUEUE);
	depth = min(depth * channels, TABLE_MAX) / dev->queues;
	dev->queue_depth = clamp(depth, 32u, STORVSC_MAX_QUEUE);
	dev->ctl_index = dev->queues * dev->queue_depth;

	dev->map = kcalloc(dev->queues, sizeof(*dev->map), GFP_KERNEL);
	dev->chans = kcalloc(dev->room, sizeof(*dev->chans), GFP_KERNEL);
	return dev->map && dev->chans ? 0 : -ENOMEM;
}

/* Limits of the SCSI host from what the host said. 0 or -ENOMEM. */
static int host_size(struct storvsc_dev *dev)
{
	const struct vstor_limits *limits = vstor_class_limits(dev->class);
	struct Scsi_Host *host = dev->host;
	u32 max = dev->props.max_transfer, pages;

	if (scsi_host_has_gaps())
		max = min(max, STORVSC_MAX_BOUNCE);
	/* A command's page list must leave room for others in the ring. */
	while (max > VSTOR_MIN_TRANSFER &&
	       vstor_pages(HV_HYP_PAGE_SIZE - 1, max) * sizeof(u64) >
	       dev->ring_bytes / 4)
		max = (max / 2) & ~(HV_HYP_PAGE_SIZE - 1);
	pages = (max >> HV_HYP_PAGE_SHIFT) + 1;

	host->max_channel = limits->channels - 1;
	host->max_id = limits->targets;
	host->max_lun = limits->luns;
	host->max_cmd_len = VSTOR_CDB_MAX;
	host->max_sectors = max >> 9;
	host->sg_tablesize = min_t(u32, pages, SG_MAX_SEGMENTS);
	/* Of each hardware queue, or of all that there is. */
	host->can_queue = dev->tagged ? dev->queue_depth : dev->ctl_index;
	host->cmd_per_lun = min_t(u32, host->cmd_per_lun, dev->queue_depth);
	scsi_host_set_hw_queues(host, dev->queues);

	if (pages > STORVSC_STACK_PFNS && !dev->pfn_pool) {
		dev->pfn_pool = mempool_create_kmalloc_pool(POOL_RESERVE,
							    pages * sizeof(u64));
		if (!dev->pfn_pool)
			return -ENOMEM;
	}
	if (scsi_host_has_gaps() && !dev->bounce_pool) {
		dev->bounce_pool = mempool_create((max >> HV_HYP_PAGE_SHIFT) + 1,
						  storvsc_bounce_alloc,
						  storvsc_bounce_free, NULL);
		if (!dev->bounce_pool)
			return -ENOMEM;
	}
	return 0;
}

/* Everything that storvsc_probe() allocated; nothing runs any more. */
static void dev_free(struct storvsc_dev *dev)
{
	/* A callback may have looked at "removing" just before it was set. */
	storvsc_scan_cancel(dev);
	if (dev->wq)
		destroy_workqueue(dev->wq);
	if (dev->mend_wq)
		destroy_workqueue(dev->mend_wq);
	mempool_destroy(dev->pfn_pool);
	if (!dev->pool_leaked)
		mempool_destroy(dev->bounce_pool);
	kfree(dev->chans);
	kfree(dev->map);
	dev->map = NULL;
	scsi_host_put(dev->host);
}

/* No callback of the bus finds the device after this. */
static void dev_detach(struct storvsc_dev *dev)
{
	/* From here on nobody opens channels anew. */
	WRITE_ONCE(dev->gone, true);
	cancel_work_sync(&dev->mend);
	vmbus_set_sc_create_callback(dev->hv->channel, NULL, NULL);
	vmbus_set_chn_rescind_callback(dev->hv->channel, NULL, NULL);
	storvsc_offline(dev, DID_NO_CONNECT);
}

static int storvsc_probe(struct hv_device *hv,
			 const struct hv_vmbus_device_id *id)
{
	struct storvsc_dev *dev;
	struct Scsi_Host *host;
	int err;

	if (!vstor_class_limits(id->driver_data))
		return -EINVAL;
	if (id->driver_data == VSTOR_CLASS_IDE &&
	    (!ide_disks || (ide_disks < 0 && storvsc_twin_taken()))) {
		dev_info(&hv->device, "left to the emulated IDE controller\n");
		return -ENODEV;
	}
	host = scsi_host_alloc(&storvsc_template, sizeof(*dev));
	if (!host)
		return -ENOMEM;
	dev = shost_priv(host);
	memset(dev, 0, sizeof(*dev));
	dev->hv = hv;
	dev->host = host;
	dev->class = id->driver_data;
	dev->tagged = scsi_host_has_tags(host);
	scsi_host_use_timed_out(host, timed_out_op);
	mutex_init(&dev->topology);
	mutex_init(&dev->ctl_lock);
	mutex_init(&dev->reset_lock);
	init_completion(&dev->primary.ctl.done);
	storvsc_scan_init(dev);
	INIT_WORK(&dev->mend, storvsc_mend);
	hv_set_drvdata(hv, dev);

	err = dev_size(dev);
	if (err)
		goto free;
	/* Freezable: its I/O would wait for disks that sleep already. */
	dev->wq = alloc_ordered_workqueue("storvsc_%u",
					  WQ_MEM_RECLAIM | WQ_FREEZABLE,
					  host->host_no);
	dev->mend_wq = alloc_ordered_workqueue("storvsc_mend_%u",
					       WQ_MEM_RECLAIM | WQ_FREEZABLE,
					       host->host_no);
	if (!dev->wq || !dev->mend_wq) {
		err = -ENOMEM;
		goto free;
	}

	err = storvsc_online(dev);
	if (err)
		goto detach;
	err = host_size(dev);
	if (err)
		goto detach;

	err = scsi_add_host(host, &hv->device);
	if (err) {
		dev_err(&hv->device, "cannot add a SCSI host: %d\n", err);
		goto detach;
	}
	dev_info(&hv->device,
		 "storage protocol %u.%u, %u bytes per command, up to %u subchannels\n",
		 dev->proto->version >> 8, dev->proto->version & 0xff,
		 dev->props.max_transfer, dev->props.max_subchannels);

	if (dev->class == VSTOR_CLASS_IDE) {
		err = scsi_add_device(host, 0,
				      vstor_ide_target((const u8 *)&hv->dev_instance),
				      0);
		if (err)
			dev_warn(&hv->device, "no disk at the controller: %d\n",
				 err);
	} else {
		scsi_scan_host(host);
	}
	return 0;

detach:
	storvsc_scan_cancel(dev);
	dev_detach(dev);
free:
	hv_set_drvdata(hv, NULL);
	dev_free(dev);
	return err;
}

static void storvsc_remove(struct hv_device *hv)
{
	struct storvsc_dev *dev = hv_get_drvdata(hv);

	/*
	 * After a rescind the commands that are out fail first, or the rest
	 * would wait for them. Should the rescind come while we wait for a
	 * healthy host, its callback does the same.
	 */
	if (vmbus_channel_rescinded(hv->channel)) {
		WRITE_ONCE(dev->gone, true);
		storvsc_offline(dev, DID_NO_CONNECT);
	}
	storvsc_scan_cancel(dev);
	scsi_remove_host(dev->host);
	dev_detach(dev);
	hv_set_drvdata(hv, NULL);
	dev_free(dev);
}

static int storvsc_suspend(struct hv_device *hv)
{
	struct storvsc_dev *dev = hv_get_drvdata(hv);

	if (!storvsc_drain(dev, STORVSC_RQ_TIMEOUT) &&
	    !READ_ONCE(dev->gone)) {
		dev_err(&hv->device,
			"cannot suspend: commands are still with the host\n");
		return -EBUSY;
	}
	storvsc_offline(dev, DID_REQUEUE);
	return 0;
}

static int storvsc_resume(struct hv_device *hv)
{
	struct storvsc_dev *dev = hv_get_drvdata(hv);
	u32 max = dev->props.max_transfer;
	int err;

	err = storvsc_online(dev);
	if (err) {
		/* Commands fail; without a channel they would wait for ever. */
		WRITE_ONCE(dev->gone, true);
		return err;
	}
	/* LUNs may have come and gone meanwhile. */
	storvsc_scan_soon(dev);
	/* Commands up to the old limit may be waiting. */
	if (dev->props.max_transfer < max)
		dev_warn(&hv->device,
			 "the host now takes %u bytes per command, before %u\n",
			 dev->props.max_transfer, max);
	return 0;
}

static const struct hv_vmbus_device_id id_table[] = {
	/* SCSI ba6163d9-04a1-4d29-b605-72e2ffb1dc7f */
	{ .guid = GUID_INIT(0xba6163d9, 0x04a1, 0x4d29, 0xb6, 0x05, 0x72, 0xe2,
			    0xff, 0xb1, 0xdc, 0x7f),
	  .driver_data = VSTOR_CLASS_SCSI },
	/* IDE 32412632-86cb-44a2-9b5c-50d1417354f5 */
	{ .guid = GUID_INIT(0x32412632, 0x86cb, 0x44a2, 0x9b, 0x5c, 0x50, 0xd1,
			    0x41, 0x73, 0x54, 0xf5),
	  .driver_data = VSTOR_CLASS_IDE },
	{ }
};
MODULE_DEVICE_TABLE(vmbus, id_table);

static struct hv_driver storvsc_driver = {
	.name = KBUILD_MODNAME,
	.id_table = id_table,
	.probe = storvsc_probe,
	.remove = storvsc_remove,
	.suspend = storvsc_suspend,
	.resume = storvsc_resume,
	.driver = {
		DRIVER_PROBE_ASYNC
	},
};

static int __init storvsc_init(void)
{
	return vmbus_driver_register(&storvsc_driver);
}

static void __exit storvsc_exit(void)
{
	vmbus_driver_unregister(&storvsc_driver);
}

module_init(storvsc_init);
module_exit(storvsc_exit);

MODULE_DESCRIPTION("Hyper-V synthetic storage driver");
MODULE_LICENSE("GPL");
MODULE_VERSION(HV_MODULE_VERSION);
