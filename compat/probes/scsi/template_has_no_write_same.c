// SPDX-License-Identifier: GPL-2.0-only
/*
 * A SCSI host can refuse WRITE SAME.
 * Since: 3.7
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

void hvc_probe(struct scsi_host_template *t);
void hvc_probe(struct scsi_host_template *t)
{
	t->no_write_same = 0;
}
