// SPDX-License-Identifier: GPL-2.0-only
/*
 * The name of the system is read through init_utsname().
 *
 * Since: 2.6.19 (e9ff3990f08e)
 */
#include <linux/utsname.h>

const char *hvc_probe(void);
const char *hvc_probe(void)
{
	return init_utsname()->release;
}
