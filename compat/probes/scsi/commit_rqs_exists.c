// SPDX-License-Identifier: GPL-2.0-only
/*
 * A SCSI host is told about the last command of a batch.
 * Since: 5.2 (8930a6c20791)
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

void hvc_probe(struct scsi_host_template *t);
void hvc_probe(struct scsi_host_template *t)
{
	t->commit_rqs = 0;
}
