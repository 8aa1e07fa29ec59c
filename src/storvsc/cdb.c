// SPDX-License-Identifier: GPL-2.0-only
/*
 * What single SCSI commands mean to hosts of a certain age. Pure code.
 */
#include "vstor.h"

#define OP_INQUIRY		0x12
#define OP_MODE_SENSE_6		0x1a
#define OP_SET_WINDOW		0x24
#define OP_WRITE_SAME_10	0x41
#define OP_MODE_SENSE_10	0x5a
#define OP_WRITE_SAME_16	0x93
#define OP_MAINTENANCE_IN	0xa3

#define INQUIRY_EVPD		0x01	/* byte 1 */
#define VPD_SERIAL_NUMBER	0x80	/* byte 2 */
#define MODE_PAGE_MASK		0x3f	/* byte 2 */
#define MODE_PAGE_EXCEPTIONS	0x1c

bool vstor_cdb_refused(u16 version, const u8 *cdb, unsigned int len)
{
	if (!len || len > VSTOR_CDB_MAX)
		return true;
	switch (cdb[0]) {
	case OP_WRITE_SAME_10:
	case OP_WRITE_SAME_16:
	case OP_SET_WINDOW:
		return version <= VSTOR_VERSION_5_1;
	default:
		return false;
	}
}

bool vstor_cdb_error_ignored(enum vstor_class class, const u8 *cdb)
{
	switch (cdb[0]) {
	case OP_INQUIRY:
		/*
		 * Only this page. An error of the plain INQUIRY means that
		 * nobody is there: called success, its untouched buffer would
		 * look like a disk.
		 */
		return (cdb[1] & INQUIRY_EVPD) && cdb[2] == VPD_SERIAL_NUMBER;
	case OP_MODE_SENSE_6:
	case OP_MODE_SENSE_10:
		return (cdb[2] & MODE_PAGE_MASK) == MODE_PAGE_EXCEPTIONS;
	case OP_MAINTENANCE_IN:
		return class == VSTOR_CLASS_FC;
	default:
		return false;
	}
}

bool vstor_spc3_capable(u16 version, const char *vendor)
{
	return (version == VSTOR_VERSION_5_1 || version == VSTOR_VERSION_6_0) &&
	       !strncmp(vendor, "Msft", 4);
}
