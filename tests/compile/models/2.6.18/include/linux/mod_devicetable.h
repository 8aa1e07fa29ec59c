/* SPDX-License-Identifier: GPL-2.0-only */
/* Model of <linux/mod_devicetable.h>: no ids of ACPI or VMBus devices. */
#include <model/base.h>
