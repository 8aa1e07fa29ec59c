/* SPDX-License-Identifier: GPL-2.0-only */
/* Model: what an x86 kernel offers that supports Hyper-V, processor and APIC. */
#ifndef MODEL_HYPERV_H
#define MODEL_HYPERV_H

#include <model/device.h>

unsigned int cpuid_eax(unsigned int leaf);
unsigned int cpuid_ebx(unsigned int leaf);
unsigned int cpuid_ecx(unsigned int leaf);
unsigned int cpuid_edx(unsigned int leaf);
void cpuid(unsigned int leaf, unsigned int *a, unsigned int *b,
	   unsigned int *c, unsigned int *d);
void ack_APIC_irq(void);
u64 model_rdmsr(unsigned int reg);
void wrmsrl(unsigned int reg, u64 v);
#define rdmsrl(reg, v)		((v) = model_rdmsr(reg))
#define APIC_ISR		0x100
#define APIC_IRR		0x200
u32 apic_read(u32 reg);
#if MODEL_KERNEL >= 20632
#define IRQ0_VECTOR		0x30
#endif
#define FIRST_EXTERNAL_VECTOR	0x20

#ifdef MODEL_MSHYPERV
#define CONFIG_HYPERV_MODULE 1
#define HYPERVISOR_CALLBACK_VECTOR	0xf3
struct ms_hyperv_info { u32 features, misc_features, hints; };
extern struct ms_hyperv_info ms_hyperv;
void hv_setup_vmbus_irq(void (*fn)(void));
void hv_remove_vmbus_irq(void);
void hv_setup_kexec_handler(void (*fn)(void));
void hv_remove_kexec_handler(void);
void hv_setup_crash_handler(void (*fn)(struct pt_regs *r));
void hv_remove_crash_handler(void);
#ifdef MODEL_HYPERCALLS
bool hv_is_hyperv_initialized(void);
u64 hv_do_hypercall(u64 control, void *in, void *out);
u64 hv_do_fast_hypercall8(u16 code, u64 in);
int hv_cpu_number_to_vp_number(int cpu);
#endif
#endif

#endif /* MODEL_HYPERV_H */
