// SPDX-License-Identifier: GPL-2.0-only
/*
 * From SRB status, SCSI status and sense data to a verdict. Pure code.
 */
#include "vstor.h"

#define OP_TEST_UNIT_READY	0x00
#define OP_ATA_16		0x85
#define OP_ATA_12		0xa1

#define STATUS_GOOD		0x00
#define STATUS_CHECK		0x02
#define STATUS_BUSY		0x08

#define ASC(asc, ascq)			((asc) << 8 | (ascq))
#define ASC_CAPACITY_CHANGED		ASC(0x2a, 0x09)
#define ASC_TARGET_CHANGED		0x3f	/* any qualifier but ... */
#define ASC_INQUIRY_CHANGED		ASC(0x3f, 0x03)
#define ASC_LUNS_CHANGED		ASC(0x3f, 0x0e)

int vstor_sense_code(const u8 *sense, unsigned int len)
{
	if (len < 1)
		return -1;
	switch (sense[0] & 0x7f) {
	case 0x70:
	case 0x71:	/* fixed format */
		if (len < 14)
			return -1;
		return ASC(sense[12], sense[13]);
	case 0x72:
	case 0x73:	/* descriptor format */
		if (len < 4)
			return -1;
		return ASC(sense[2], sense[3]);
	default:
		return -1;
	}
}

/* An error with sense data: act on the codes that tell of a change. */
static void judge_sense(const struct vstor_srb *srb, struct vstor_verdict *v)
{
	int code = vstor_sense_code(srb->area, v->sense_len);

	v->scsi_status = srb->scsi_status ? srb->scsi_status : STATUS_CHECK;
	if (code < 0)
		return;
	if (code == ASC_LUNS_CHANGED) {
		v->event = VSTOR_EVENT_SCAN_HOST;
	} else if (code == ASC_CAPACITY_CHANGED ||
		   ((code >> 8) == ASC_TARGET_CHANGED &&
		    code != ASC_INQUIRY_CHANGED)) {
		v->event = VSTOR_EVENT_RESCAN_LUN;
		v->host = VSTOR_HOST_REQUEUE;
		v->noteworthy = false;
	}
}

void vstor_judge(const struct vstor_proto *proto, enum vstor_class class,
		 const u8 *cdb, u32 requested, const struct vstor_srb *srb,
		 struct vstor_verdict *v)
{
	u8 code = srb->srb_status & SRB_CODE_MASK;
	u32 done = srb->data_length;

	v->host = VSTOR_HOST_OK;
	v->event = VSTOR_EVENT_NONE;
	v->scsi_status = srb->scsi_status;
	v->sense_len = 0;
	v->noteworthy = false;

	/* Only these two codes make the length in the answer mean something. */
	if (code != SRB_SUCCESS && code != SRB_DATA_OVERRUN)
		done = 0;
	if (done > requested)
		done = requested;
	v->resid = requested - done;

	if ((srb->srb_status & SRB_SENSE_VALID) && srb->sense_length) {
		v->sense_len = srb->sense_length;
		if (v->sense_len > proto->sense_max)
			v->sense_len = proto->sense_max;
	}

	switch (code) {
	case SRB_SUCCESS:
		if (srb->scsi_status == STATUS_CHECK && v->sense_len)
			break;
		/* A status byte that is not "good" still reaches the SCSI layer. */
		return;
	case SRB_INVALID_LUN:
		v->event = VSTOR_EVENT_REMOVE_LUN;
		v->host = VSTOR_HOST_NO_CONNECT;
		v->sense_len = 0;
		return;
	case SRB_INVALID_PATH:
	case SRB_INVALID_TARGET:
	case SRB_NO_DEVICE:
		v->host = VSTOR_HOST_NO_CONNECT;
		v->sense_len = 0;
		return;
	case SRB_DATA_OVERRUN:
		/* Less data than asked for is how hosts report a short answer. */
		if (srb->scsi_status == STATUS_GOOD && !v->sense_len)
			return;
		break;
	case SRB_BUSY:
		if (srb->scsi_status == STATUS_GOOD)
			v->scsi_status = STATUS_BUSY;
		v->sense_len = 0;
		return;
	default:
		break;
	}

	if (vstor_cdb_error_ignored(class, cdb)) {
		v->scsi_status = STATUS_GOOD;
		v->sense_len = 0;
		/* What the host wrote, if anything, is in the buffer. */
		if (srb->data_length < requested)
			v->resid = requested - srb->data_length;
		else
			v->resid = 0;
		return;
	}

	v->noteworthy = true;
	if (v->sense_len) {
		judge_sense(srb, v);
		return;
	}
	switch (cdb[0]) {
	case OP_ATA_12:
	case OP_ATA_16:
		v->host = VSTOR_HOST_PASSTHROUGH;
		break;
	case OP_TEST_UNIT_READY:
		/* Carries no data; whatever the status byte says is enough. */
		v->noteworthy = false;
		break;
	default:
		v->host = VSTOR_HOST_ERROR;
		break;
	}
}
