// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_host_template.queuecommand returns enum scsi_qc_status.
 *
 * Since: between 6.13 and 7.2
 */
#include <scsi/scsi.h>
#include <scsi/scsi_host.h>

void *hvc_probe(struct scsi_host_template *t, enum scsi_qc_status (*f)(struct Scsi_Host *, struct scsi_cmnd *));
void *hvc_probe(struct scsi_host_template *t, enum scsi_qc_status (*f)(struct Scsi_Host *, struct scsi_cmnd *))
{
	t->queuecommand = f;
	return t;
}
