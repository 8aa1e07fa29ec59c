// SPDX-License-Identifier: GPL-2.0-only
/*
 * A SCSI host can use the block layer with hardware queues, or the old one.
 * Since: 3.17 to 4.20
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

int hvc_probe(struct Scsi_Host *host);
int hvc_probe(struct Scsi_Host *host)
{
	return shost_use_blk_mq(host);
}
