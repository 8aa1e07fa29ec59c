// SPDX-License-Identifier: GPL-2.0-only
/*
 * bpf_warn_invalid_xdp_action() is told the device and the program.
 *
 * Since: 5.17 (c8064e5b4adb)
 */
#include <linux/filter.h>

void hvc_probe(struct net_device *d, struct bpf_prog *p);
void hvc_probe(struct net_device *d, struct bpf_prog *p)
{
	bpf_warn_invalid_xdp_action(d, p, 9);
}
