/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/pci.h>. */
#include <model/pci.h>
