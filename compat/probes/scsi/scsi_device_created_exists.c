// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_device_created() tells whether a device is still being probed.
 * Since: 2.6.27 or so
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

int hvc_probe(struct scsi_device *sdev);
int hvc_probe(struct scsi_device *sdev)
{
	return scsi_device_created(sdev);
}
