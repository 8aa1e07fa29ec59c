// SPDX-License-Identifier: GPL-2.0-only
/*
 * A SCSI device can be asked not to get REPORT SUPPORTED OPERATION CODES.
 * Since: 3.9
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

void hvc_probe(struct scsi_device *sdev);
void hvc_probe(struct scsi_device *sdev)
{
	sdev->no_report_opcodes = 1;
}
