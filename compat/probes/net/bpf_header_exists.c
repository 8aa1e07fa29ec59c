// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is a header linux/bpf.h.
 *
 * Since: 3.18
 */
#include <linux/bpf.h>

int hvc_probe(void);
int hvc_probe(void)
{
	return 0;
}
