/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/blkdev.h>. */
#include <model/scsi.h>
