// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attributes print with sysfs_emit(), which knows the size of the buffer.
 *
 * Since: 5.10 (2efc459d06f1)
 * Backports: 5.4 and other stable series
 */
#include <linux/sysfs.h>

int hvc_probe(char *buf);
int hvc_probe(char *buf)
{
	return sysfs_emit_at(buf, sysfs_emit(buf, "x"), "y");
}
