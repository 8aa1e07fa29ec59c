// SPDX-License-Identifier: GPL-2.0-only
/*
 * A program can send a frame through another device.
 *
 * Since: 4.14
 * Backports: RHEL 7
 */
#include <linux/bpf.h>

int hvc_probe(void);
int hvc_probe(void)
{
	return XDP_REDIRECT;
}
