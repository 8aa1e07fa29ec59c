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

#if !HVC_SCSI_BUILD_SENSE_EXISTS
#include <scsi/scsi_eh.h>
static inline void scsi_build_sense(struct scsi_cmnd *cmd, int desc, u8 key,
				    u8 asc, u8 ascq)
{
	scsi_build_sense_buffer(desc, cmd->sense_buffer, key, asc, ascq);
	cmd->result = SAM_STAT_CHECK_CONDITION;
}
#endif

#endif /* HVC_SCSI_SCSI_CMND_H */
