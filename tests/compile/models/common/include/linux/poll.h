/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/poll.h>. */
#include <model/misc.h>
