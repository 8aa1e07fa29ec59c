// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_host_template.eh_timed_out returns enum scsi_timeout_action.
 *
 * Since: 6.2 (dee7121e8c0a)
 */
#include <scsi/scsi_host.h>

enum scsi_timeout_action (*hvc_probe(struct scsi_host_template *t))(struct scsi_cmnd *);
enum scsi_timeout_action (*hvc_probe(struct scsi_host_template *t))(struct scsi_cmnd *)
{
	return t->eh_timed_out;
}
