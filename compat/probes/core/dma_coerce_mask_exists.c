// SPDX-License-Identifier: GPL-2.0-only
/*
 * There is dma_coerce_mask_and_coherent().
 *
 * Since: 3.13 (fa6a8d6d65b1)
 * Backports: RHEL 7
 */
#include <linux/device.h>
#include <linux/dma-mapping.h>

int hvc_probe(struct device *dev);
int hvc_probe(struct device *dev)
{
	return dma_coerce_mask_and_coherent(dev, DMA_BIT_MASK(32));
}
