// SPDX-License-Identifier: GPL-2.0-only
/*
 * A SCSI host can be reset through sysfs.
 * Since: 3.2
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

void hvc_probe(struct scsi_host_template *t);
void hvc_probe(struct scsi_host_template *t)
{
	t->host_reset = 0;
}
