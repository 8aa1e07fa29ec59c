// SPDX-License-Identifier: GPL-2.0-only
/*
 * queuecommand gets the host, and no lock is held.
 * Since: 2.6.37 (f281233d3eba)
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

void hvc_probe(struct scsi_host_template *t,
	       int (*f)(struct Scsi_Host *host, struct scsi_cmnd *cmd));
void hvc_probe(struct scsi_host_template *t,
	       int (*f)(struct Scsi_Host *host, struct scsi_cmnd *cmd))
{
	t->queuecommand = f;
}
