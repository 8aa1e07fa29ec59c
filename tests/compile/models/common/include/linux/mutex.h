/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/mutex.h>. */
#include <model/base.h>
