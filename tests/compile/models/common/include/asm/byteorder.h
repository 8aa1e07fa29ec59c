/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <asm/byteorder.h>. */
#include <model/base.h>
