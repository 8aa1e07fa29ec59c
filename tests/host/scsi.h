/* SPDX-License-Identifier: GPL-2.0-only */
/* SCSI disks: commands in, data and sense out; knows nothing of VMBus. */
#ifndef HVHOST_SCSI_H
#define HVHOST_SCSI_H

#include "disk.h"

enum {
	SCSI_GOOD = 0, SCSI_CHECK = 2, SCSI_BUSY = 8,
	KEY_NOT_READY = 2, KEY_MEDIUM = 3, KEY_ILLEGAL = 5, KEY_UNIT_ATTENTION = 6, KEY_PROTECT = 7,
};

struct scsi_lun {
	u8 path, target, lun;
	struct disk *disk;
	char serial[33];
	bool stopped;
	/* protected by the owner's lock */
	struct { u8 key, asc, ascq; } ua[4];
	unsigned int nua;
	/* statistics, atomics */
	u64 reads, writes, read_bytes, write_bytes, flushes, unmaps, unmap_bytes, errors;
};

struct scsi_task {
	const u8 *cdb;
	unsigned int cdb_len;
	const struct seg *segs;
	u32 nsegs;
	u64 data_len;		/* what the SRB allows to move */
	unsigned int vstor;	/* protocol version; rules differ below 6.2 */
	u32 max_transfer;
	const struct scsi_lun *const *luns;	/* for REPORT LUNS: all of this target */
	unsigned int nluns;
	/* results */
	u8 status;
	u8 sense[18];
	unsigned int sense_len;
	u64 moved;
};

void scsi_sense(struct scsi_task *t, u8 key, u8 asc, u8 ascq);
/* Copy len bytes out to the task's memory, cut to what it allows. */
void scsi_put(struct scsi_task *t, const void *data, u32 len);
/* Execute a command; l is NULL for a unit that is not there (INQUIRY and REPORT LUNS only). */
void scsi_execute(struct scsi_lun *l, struct scsi_task *t);
bool scsi_reports_ua(u8 opcode);

#endif
