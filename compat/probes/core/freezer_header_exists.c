// SPDX-License-Identifier: GPL-2.0-only
/*
 * Freezing of threads has a header of its own, with set_freezable().
 * Since: 2.6.20 for the header, set_freezable() 2.6.23 (831441862956)
 */
#include <linux/sched.h>
#include <linux/freezer.h>

void hvc_probe(void);
void hvc_probe(void)
{
	set_freezable();
	try_to_freeze();
}
