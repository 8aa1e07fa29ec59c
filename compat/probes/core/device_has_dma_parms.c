// SPDX-License-Identifier: GPL-2.0-only
/*
 * A device can have limits of DMA mappings.
 * Since: 2.6.25
 */
#include <linux/device.h>

void hvc_probe(struct device *dev, struct device_dma_parameters *p);
void hvc_probe(struct device *dev, struct device_dma_parameters *p)
{
	dev->dma_parms = p;
}
