// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_test_unit_ready() returns the sense data, too.
 * Since: 2.6.25
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

struct scsi_sense_hdr;
int hvc_probe(struct scsi_device *sdev, struct scsi_sense_hdr *hdr);
int hvc_probe(struct scsi_device *sdev, struct scsi_sense_hdr *hdr)
{
	return scsi_test_unit_ready(sdev, 1, 1, hdr);
}
