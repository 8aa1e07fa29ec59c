/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/io.h>. */
#include <model/base.h>
