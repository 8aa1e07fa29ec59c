// SPDX-License-Identifier: GPL-2.0-only
/*
 * The set of CPUs is held with cpus_read_lock().
 *
 * Since: 4.13 (8f553c498e17)
 */
#include <linux/cpu.h>

void (*hvc_probe(void))(void);
void (*hvc_probe(void))(void)
{
#ifdef cpus_read_lock
	cpus_read_lock();
#endif
	return cpus_read_lock;
}
