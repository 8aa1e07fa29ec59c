// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_host_template.bios_param takes a gendisk instead of a block device.
 *
 * Since: between 6.13 and 7.2
 */
#include <scsi/scsi_host.h>

int (*hvc_probe(struct scsi_host_template *t))(struct scsi_device *, struct gendisk *, sector_t, int *);
int (*hvc_probe(struct scsi_host_template *t))(struct scsi_device *, struct gendisk *, sector_t, int *)
{
	return t->bios_param;
}
