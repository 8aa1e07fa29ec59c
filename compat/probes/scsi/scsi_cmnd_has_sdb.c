// SPDX-License-Identifier: GPL-2.0-only
/*
 * The data of a SCSI command is a table of pieces, always.
 * Since: 2.6.25 (30b0c37b27485)
 */
#include <scsi/scsi_cmnd.h>

unsigned int hvc_probe(struct scsi_cmnd *cmd);
unsigned int hvc_probe(struct scsi_cmnd *cmd)
{
	return cmd->sdb.length;
}
