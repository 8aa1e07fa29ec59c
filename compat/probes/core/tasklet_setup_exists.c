// SPDX-License-Identifier: GPL-2.0-only
/*
 * The function of a tasklet takes the tasklet.
 *
 * Since: 5.9 (12cc923f1ccc)
 */
#include <linux/interrupt.h>

void hvc_probe(struct tasklet_struct *t, void (*fn)(struct tasklet_struct *));
void hvc_probe(struct tasklet_struct *t, void (*fn)(struct tasklet_struct *))
{
	tasklet_setup(t, fn);
}
