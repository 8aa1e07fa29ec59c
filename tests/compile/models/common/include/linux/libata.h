/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/libata.h>. */
#include <model/scsi.h>
