/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <net/sock.h>. */
#include <model/net.h>
