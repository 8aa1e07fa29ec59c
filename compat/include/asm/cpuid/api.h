/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading CPUID leaves; older kernels declare that with the processor. */
#ifndef HVC_ASM_CPUID_API_H
#define HVC_ASM_CPUID_API_H

#include <hvc_config.h>

#if HVC_CPUID_API_HEADER_EXISTS
#include_next <asm/cpuid/api.h>
#else
#include <asm/processor.h>
#endif

#endif /* HVC_ASM_CPUID_API_H */
