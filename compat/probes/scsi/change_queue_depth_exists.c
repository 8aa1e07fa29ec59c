// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_change_queue_depth() sets the queue depth.
 * Since: 3.19 (db5ed4dfd5dd)
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

int hvc_probe(struct scsi_device *sdev);
int hvc_probe(struct scsi_device *sdev)
{
	int (*f)(struct scsi_device *s, int depth) = scsi_change_queue_depth;

	return f(sdev, 1);
}
