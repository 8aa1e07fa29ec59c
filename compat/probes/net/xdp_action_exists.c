// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is an enum xdp_action.
 *
 * Since: 4.8
 * Backports: RHEL 7
 */
#include <linux/bpf.h>

int hvc_probe(void);
int hvc_probe(void)
{
	return XDP_TX;
}
