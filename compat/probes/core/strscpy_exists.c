// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is strscpy().
 *
 * Since: 4.3 (30035e45753b)
 * Backports: RHEL 7.6
 */
#include <linux/types.h>
#include <linux/string.h>

long hvc_probe(char *to, const char *from);
long hvc_probe(char *to, const char *from)
{
	return strscpy(to, from, 4);
}
