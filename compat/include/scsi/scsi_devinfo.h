/* SPDX-License-Identifier: GPL-2.0-only */
/* Peculiarities of SCSI devices that older kernels do not know: they mean nothing. */
#ifndef HVC_SCSI_SCSI_DEVINFO_H
#define HVC_SCSI_SCSI_DEVINFO_H

#include_next <scsi/scsi_devinfo.h>

#ifndef BLIST_REPORTLUN2
#define BLIST_REPORTLUN2	0
#endif
#ifndef BLIST_TRY_VPD_PAGES
#define BLIST_TRY_VPD_PAGES	0
#endif

#endif /* HVC_SCSI_SCSI_DEVINFO_H */
