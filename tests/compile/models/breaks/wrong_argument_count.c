// SPDX-License-Identifier: GPL-2.0-only
/* Break: one argument too many. */
#include <linux/completion.h>

void model_break(struct completion *c);
void model_break(struct completion *c)
{
#ifdef MODEL_MENDED
	complete(c);
#else
	complete(c, 1);
#endif
}
