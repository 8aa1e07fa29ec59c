// SPDX-License-Identifier: GPL-2.0-only
/*
 * del_timer_sync() is called timer_delete_sync().
 *
 * Since: 6.2 (9b13df3fb64e)
 * Backports: Debian 5.10 security updates
 */
#include <linux/timer.h>

int hvc_probe(struct timer_list *t);
int hvc_probe(struct timer_list *t)
{
	return timer_delete_sync(t);
}
