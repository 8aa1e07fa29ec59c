// SPDX-License-Identifier: GPL-2.0-only
/*
 * The template, not the transport class, has the handler of a timeout.
 * Since: 2.6.22 or so
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

void hvc_probe(struct scsi_host_template *t);
void hvc_probe(struct scsi_host_template *t)
{
	t->eh_timed_out = 0;
}
