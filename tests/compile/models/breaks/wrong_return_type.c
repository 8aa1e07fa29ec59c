// SPDX-License-Identifier: GPL-2.0-only
/* Break: using the result of a function that has none. */
#include <linux/slab.h>

int model_break(void *p);
int model_break(void *p)
{
#ifdef MODEL_MENDED
	kfree(p);
	return 0;
#else
	return kfree(p);
#endif
}
