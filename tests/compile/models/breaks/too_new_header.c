// SPDX-License-Identifier: GPL-2.0-only
/* Break: a header that came after all modelled kernels. */
#ifdef MODEL_MENDED
#include <linux/list.h>
#else
#include <linux/xarray.h>
#endif

int model_break;
