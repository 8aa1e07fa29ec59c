// SPDX-License-Identifier: GPL-2.0-only
/*
 * The template says whether neighbouring pages may become one piece.
 * Since: 2.4 to 4.20
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

void hvc_probe(struct scsi_host_template *t);
void hvc_probe(struct scsi_host_template *t)
{
	t->use_clustering = 0;
}
