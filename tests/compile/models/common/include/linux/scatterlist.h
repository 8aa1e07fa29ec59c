/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/scatterlist.h>. */
#include <model/scsi.h>
