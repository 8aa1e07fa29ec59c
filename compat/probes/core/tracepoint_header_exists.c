// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is a header linux/tracepoint.h.
 * Since: 2.6.28
 * Backports: RHEL 5
 */
#include <linux/tracepoint.h>

int hvc_probe(void);
int hvc_probe(void)
{
	return 0;
}
