// SPDX-License-Identifier: GPL-2.0-only
/*
 * The reader of a clock source gets the clock source.
 *
 * Since: 2.6.30 (8e19608e8b5c)
 */
#include <linux/types.h>
#include <linux/clocksource.h>

u64 hvc_read(struct clocksource *cs);
void hvc_probe(struct clocksource *cs);
void hvc_probe(struct clocksource *cs)
{
	cs->read = hvc_read;
}
