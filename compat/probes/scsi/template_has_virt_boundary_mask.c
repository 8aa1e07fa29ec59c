// SPDX-License-Identifier: GPL-2.0-only
/*
 * The template has the boundary that pieces of a command may not cross.
 * Since: 5.1
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

void hvc_probe(struct scsi_host_template *t);
void hvc_probe(struct scsi_host_template *t)
{
	t->virt_boundary_mask = 0;
}
