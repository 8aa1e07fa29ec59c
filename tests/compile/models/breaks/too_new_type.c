// SPDX-License-Identifier: GPL-2.0-only
/* Break: a type that came after all modelled kernels. */
#include <linux/device.h>
#include <linux/kernel.h>
#include <linux/list.h>

int model_break(void);
int model_break(void)
{
#ifdef MODEL_MENDED
	return sizeof(struct list_head);
#else
	return sizeof(struct xarray);
#endif
}
