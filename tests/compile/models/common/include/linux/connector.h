/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/connector.h>. */
#include <model/misc.h>
