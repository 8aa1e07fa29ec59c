// SPDX-License-Identifier: GPL-2.0-only
/*
 * A clock source can be taken back.
 * Since: 2.6.31
 */
#include <linux/clocksource.h>

void hvc_probe(struct clocksource *cs);
void hvc_probe(struct clocksource *cs)
{
	clocksource_unregister(cs);
}
