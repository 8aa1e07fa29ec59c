// SPDX-License-Identifier: GPL-2.0-only
/*
 * A timer can be stopped for good.
 *
 * Since: 6.2 (f571faf6e443)
 */
#include <linux/timer.h>

int hvc_probe(struct timer_list *t);
int hvc_probe(struct timer_list *t)
{
	return timer_shutdown_sync(t);
}
