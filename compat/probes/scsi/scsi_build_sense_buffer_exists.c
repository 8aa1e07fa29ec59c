// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_build_sense_buffer() fills a sense buffer.
 * Since: 2.6.27
 */
#include <scsi/scsi.h>
#include <scsi/scsi_cmnd.h>
#include <scsi/scsi_eh.h>

void hvc_probe(unsigned char *buf);
void hvc_probe(unsigned char *buf)
{
	scsi_build_sense_buffer(0, buf, 5, 0x20, 0);
}
