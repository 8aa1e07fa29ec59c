/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/acpi.h>. */
#include <model/device.h>
