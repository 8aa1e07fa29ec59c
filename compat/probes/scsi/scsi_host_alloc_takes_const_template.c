// SPDX-License-Identifier: GPL-2.0-only
/*
 * scsi_host_alloc() takes a const template.
 *
 * Since: 6.4
 */
#include <scsi/scsi_host.h>

struct Scsi_Host *(*hvc_probe(void))(const struct scsi_host_template *, int);
struct Scsi_Host *(*hvc_probe(void))(const struct scsi_host_template *, int)
{
	return scsi_host_alloc;
}
