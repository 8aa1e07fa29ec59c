// SPDX-License-Identifier: GPL-2.0-only
/*
 * del_timer() is called timer_delete().
 *
 * Since: 6.2 (bb663f0f3c39)
 */
#include <linux/timer.h>

int hvc_probe(struct timer_list *t);
int hvc_probe(struct timer_list *t)
{
	return timer_delete(t);
}
