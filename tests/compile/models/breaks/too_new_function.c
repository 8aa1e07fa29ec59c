// SPDX-License-Identifier: GPL-2.0-only
/* Break: a function that came after all modelled kernels. */
#include <linux/slab.h>
#include <linux/timer.h>

void model_break(void *p);
void model_break(void *p)
{
#ifdef MODEL_MENDED
	kfree(p);
#else
	kfree_sensitive(p);
#endif
}
