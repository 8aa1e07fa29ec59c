// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_host_template has slave_alloc, slave_configure and slave_destroy.
 *
 * Since: 2.6 to 6.13
 */
#include <scsi/scsi_host.h>

int (*hvc_probe(struct scsi_host_template *t))(struct scsi_device *);
int (*hvc_probe(struct scsi_host_template *t))(struct scsi_device *)
{
	return t->slave_configure;
}
