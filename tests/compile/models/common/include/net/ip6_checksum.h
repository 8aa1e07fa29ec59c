/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <net/ip6_checksum.h>. */
#include <model/frame.h>
