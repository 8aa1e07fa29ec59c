// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_cmd_to_rq() gives the block request of a command.
 *
 * Since: 5.15 (51f3a4788928)
 * Backports: Debian 5.10 security updates
 */
#include <scsi/scsi_cmnd.h>

void *hvc_probe(struct scsi_cmnd *c);
void *hvc_probe(struct scsi_cmnd *c)
{
	return scsi_cmd_to_rq(c);
}
