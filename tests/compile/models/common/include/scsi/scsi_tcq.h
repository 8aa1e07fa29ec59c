/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <scsi/scsi_tcq.h>. */
#include <model/scsi.h>
