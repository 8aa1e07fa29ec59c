// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_host_template.map_queues returns nothing.
 *
 * Since: 6.1 (a4e1d0b76e7b)
 */
#include <scsi/scsi_host.h>

void (*hvc_probe(struct scsi_host_template *t))(struct Scsi_Host *);
void (*hvc_probe(struct scsi_host_template *t))(struct Scsi_Host *)
{
	return t->map_queues;
}
