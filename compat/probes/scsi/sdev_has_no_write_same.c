// SPDX-License-Identifier: GPL-2.0-only
/*
 * A SCSI device can be said to have no WRITE SAME.
 * Since: 3.10
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

void hvc_probe(struct scsi_device *sdev);
void hvc_probe(struct scsi_device *sdev)
{
	sdev->no_write_same = 1;
}
