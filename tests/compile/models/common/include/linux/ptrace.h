/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/ptrace.h>. */
#include <model/base.h>
