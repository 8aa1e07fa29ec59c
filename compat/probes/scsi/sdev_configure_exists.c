// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_host_template has sdev_init, sdev_configure and sdev_destroy.
 *
 * Since: 6.14
 */
#include <scsi/scsi_host.h>

int (*hvc_probe(struct scsi_host_template *t))(struct scsi_device *, struct queue_limits *);
int (*hvc_probe(struct scsi_host_template *t))(struct scsi_device *, struct queue_limits *)
{
	return t->sdev_configure;
}
