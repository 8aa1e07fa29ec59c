// SPDX-License-Identifier: GPL-2.0-only
/* Break: an operation that SCSI hosts of these kernels lack. */
#include <linux/blkdev.h>
#include <scsi/scsi_host.h>

static struct scsi_host_template model_break __attribute__((used)) = {
#ifdef MODEL_MENDED
	.this_id = -1,
#else
	.mq_poll = 0,
#endif
};
