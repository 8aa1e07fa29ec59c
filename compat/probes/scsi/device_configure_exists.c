// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_host_template has device_configure with queue limits, renamed to sdev_configure later.
 *
 * Since: 6.10
 */
#include <scsi/scsi_host.h>

int (*hvc_probe(struct scsi_host_template *t))(struct scsi_device *, struct queue_limits *);
int (*hvc_probe(struct scsi_host_template *t))(struct scsi_device *, struct queue_limits *)
{
	return t->device_configure;
}
