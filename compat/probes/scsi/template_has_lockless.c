// SPDX-License-Identifier: GPL-2.0-only
/*
 * The template can ask for queuecommand without the lock of the host.
 * Since: RHEL 6 only
 */
#include <linux/blkdev.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_device.h>
#include <scsi/scsi_host.h>

void hvc_probe(struct scsi_host_template *t);
void hvc_probe(struct scsi_host_template *t)
{
	t->lockless = 0;
}
