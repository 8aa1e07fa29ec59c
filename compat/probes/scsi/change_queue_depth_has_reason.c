// SPDX-License-Identifier: GPL-2.0-only
/*
 * change_queue_depth is told why.
 * Since: 2.6.33 (e881a172dac4) to 3.18
 * Backports: RHEL 6
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

void hvc_probe(struct scsi_host_template *t,
	       int (*f)(struct scsi_device *sdev, int depth, int reason));
void hvc_probe(struct scsi_host_template *t,
	       int (*f)(struct scsi_device *sdev, int depth, int reason))
{
	t->change_queue_depth = f;
}
