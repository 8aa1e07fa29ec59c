/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <scsi/scsi_transport.h>. */
#include <model/scsi.h>
