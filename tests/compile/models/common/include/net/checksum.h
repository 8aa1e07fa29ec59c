/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <net/checksum.h>. */
#include <model/frame.h>
