/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/tcp.h>. */
#include <model/frame.h>
