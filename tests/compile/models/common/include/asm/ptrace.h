/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/ptrace.h>. */
#include <model/base.h>
