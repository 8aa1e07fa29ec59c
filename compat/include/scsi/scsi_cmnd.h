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
#include <scsi/scsi.h>
#if HVC_SCSI_BUILD_SENSE_BUFFER_EXISTS
#include <scsi/scsi_eh.h>
#else
#include <linux/string.h>
#endif
static inline void scsi_build_sense(struct scsi_cmnd *cmd, int desc, u8 key,
				    u8 asc, u8 ascq)
{
#if HVC_SCSI_BUILD_SENSE_BUFFER_EXISTS
	scsi_build_sense_buffer(desc, cmd->sense_buffer, key, asc, ascq);
#else
	/* The fixed format only. */
	memset(cmd->sense_buffer, 0, 18);
	cmd->sense_buffer[0] = 0x70;
	cmd->sense_buffer[2] = key;
	cmd->sense_buffer[7] = 10;
	cmd->sense_buffer[12] = asc;
	cmd->sense_buffer[13] = ascq;
#endif
	cmd->result = SAM_STAT_CHECK_CONDITION;
}
#endif

/* Must this command be published at once? Without batches always. */
#if HVC_COMMIT_RQS_EXISTS
#define scsi_cmd_is_last(cmd)	((cmd)->flags & SCMD_LAST)
#else
#define scsi_cmd_is_last(cmd)	true
#endif

#if !HVC_SCSI_CMND_HAS_SDB
#include <linux/kernel.h>
#include <linux/scatterlist.h>
/*
 * A command of these kernels can have a plain buffer instead of a table. Then
 * the scratch area that every command has for its driver holds a table of one.
 */
static inline struct scatterlist *hvc_scsi_sglist(struct scsi_cmnd *cmd)
{
	struct scatterlist *one = (struct scatterlist *)&cmd->SCp;

	BUILD_BUG_ON(sizeof(*one) > sizeof(cmd->SCp));
	if (cmd->use_sg)
		return cmd->request_buffer;
	sg_init_one(one, cmd->request_buffer, cmd->request_bufflen);
	return one;
}

#undef scsi_sglist
#undef scsi_sg_count
#undef scsi_bufflen
#undef scsi_for_each_sg
#define scsi_sglist(cmd)	hvc_scsi_sglist(cmd)
#define scsi_sg_count(cmd) \
	((cmd)->use_sg ? (cmd)->use_sg : (cmd)->request_bufflen != 0)
#define scsi_bufflen(cmd)	((cmd)->request_bufflen)
#define scsi_for_each_sg(cmd, sg, n, i) \
	for ((i) = 0, (sg) = hvc_scsi_sglist(cmd); (i) < (n); (i)++, (sg)++)
#define scsi_set_resid(cmd, bytes)	((cmd)->resid = (bytes))
#endif

#endif /* HVC_SCSI_SCSI_CMND_H */
