/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/notifier.h>. */
#include <model/base.h>
