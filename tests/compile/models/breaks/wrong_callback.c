// SPDX-License-Identifier: GPL-2.0-only
/* Break: the function of a work item in the form of a tasklet's. */
#include <linux/interrupt.h>

static void model_callback(void *data)
{
}

void model_break(struct tasklet_struct *t);
void model_break(struct tasklet_struct *t)
{
#ifdef MODEL_MENDED
	tasklet_kill(t);
	model_callback(t);
#else
	tasklet_init(t, model_callback, (unsigned long)t);
#endif
}
