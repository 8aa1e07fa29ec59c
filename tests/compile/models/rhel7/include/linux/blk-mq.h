/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/blk-mq.h>. */
#include <model/scsi.h>
