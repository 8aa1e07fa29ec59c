/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/kmsg_dump.h>. */
#include <model/kmsg.h>
