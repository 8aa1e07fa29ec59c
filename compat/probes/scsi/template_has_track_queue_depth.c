// SPDX-License-Identifier: GPL-2.0-only
/*
 * The queue depth of a SCSI device is managed by the SCSI layer if the template says so.
 * Since: 3.19 (c40ecc12cfdb)
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

void hvc_probe(struct scsi_host_template *t);
void hvc_probe(struct scsi_host_template *t)
{
	t->track_queue_depth = 0;
}
