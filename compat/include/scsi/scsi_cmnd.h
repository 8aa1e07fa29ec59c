/* SPDX-License-Identifier: GPL-2.0-only */
/* Completion and block request of a SCSI command, newest names. */
#ifndef HVC_SCSI_SCSI_CMND_H
#define HVC_SCSI_SCSI_CMND_H

#include_next <scsi/scsi_cmnd.h>
#include <hvc_config.h>

#if !HVC_SCSI_DONE_EXISTS
static inline void scsi_done(struct scsi_cmnd *cmd)
{
	cmd->scsi_done(cmd);
}
#endif

#if !HVC_SCSI_CMD_TO_RQ_EXISTS
#define scsi_cmd_to_rq(cmd)	((cmd)->request)
#endif

#endif /* HVC_SCSI_SCSI_CMND_H */
