// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is reinit_completion().
 *
 * Since: 3.13 (c32f74ab2872)
 * Backports: RHEL 6 and 7
 */
#include <linux/completion.h>

void hvc_probe(struct completion *c);
void hvc_probe(struct completion *c)
{
	reinit_completion(c);
}
