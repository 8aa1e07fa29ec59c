// SPDX-License-Identifier: GPL-2.0-only
/*
 * strcasecmp() compares without regard to case.
 * Since: 2.6.22 (ded220bd8f08)
 * Backports: RHEL 5
 */
#include <linux/types.h>
#include <linux/string.h>

int hvc_probe(const char *a, const char *b);
int hvc_probe(const char *a, const char *b)
{
	return strcasecmp(a, b);
}
