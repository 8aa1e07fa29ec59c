/* SPDX-License-Identifier: GPL-2.0-only */
/* dma_coerce_mask_and_coherent(). */
#ifndef HVC_LINUX_DMA_MAPPING_H
#define HVC_LINUX_DMA_MAPPING_H

#include_next <linux/dma-mapping.h>
#include <hvc_config.h>

#ifndef DMA_BIT_MASK
#define DMA_BIT_MASK(n)	((n) == 64 ? ~0ULL : (1ULL << (n)) - 1)
#endif

#if !HVC_DMA_COERCE_MASK_EXISTS
/* Of a device without a mask of its own. Never refused: no bus is in between. */
#define dma_coerce_mask_and_coherent(dev, mask)				\
	((dev)->coherent_dma_mask = (mask),				\
	 (dev)->dma_mask = &(dev)->coherent_dma_mask,			\
	 0)
#endif

#endif /* HVC_LINUX_DMA_MAPPING_H */
