// SPDX-License-Identifier: GPL-2.0-only
/*
 * A SCSI host has hardware queues.
 * Since: 3.17 (d285203cf647)
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

void hvc_probe(struct Scsi_Host *host);
void hvc_probe(struct Scsi_Host *host)
{
	host->nr_hw_queues = 1;
}
