/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Interfaces inside the core of the stand-in host: what kvm.c, boot.c, synic.c
 * and their neighbours need of each other and nobody else needs.
 */
#ifndef HVHOST_CORE_H
#define HVHOST_CORE_H

#include <linux/kvm.h>
#include <signal.h>

#include "hvhost.h"

/* Ways in which a vCPU comes back to user space, as the "exits" command splits them. */
enum exit_kind {
	EXIT_HYPERCALL,
	EXIT_MSR,
	EXIT_UART,
	EXIT_PIO,
	EXIT_MMIO,
	EXIT_INTR,
	EXIT_OTHER,
	EXIT_KINDS
};

struct vcpu {
	int index;		/* 0 is the boot processor; equals the APIC id */
	int vp;			/* Hyper-V VP index, not always the same */
	int fd;
	int stats_fd;		/* -1 when the kernel has no binary statistics */
	struct kvm_run *run;
	pthread_t thread;
	bool parked;		/* waits for resume; under vm.lock */
	bool in_guest;		/* atomic hint: a kick needs a signal */
	u64 exits[EXIT_KINDS];	/* atomic */
	clockid_t clock;	/* CPU time of the thread, 0 without one; atomic */
	u64 cpu_ns;		/* that of its former threads; atomic */
};

/* What the command line says about this run; constant once the guest runs. */
struct run_options {
	const char *kernel, *initrd, *append;
	const char *serial_file, *tap_file, *trace_file, *counters_file;
	const char *ctl_socket, *script_file;
	unsigned int timeout_s;
	unsigned int reboots;	/* guest resets allowed before the run ends */
	bool zero_violations;
	bool trace_irq;
	bool pci;		/* generation 1 with its PCI bus */
	bool piix;		/* and with its IDE controller */
	const char *cdrom;	/* image in the drive of the second channel */
	bool xsave;
	bool rotate_vp;		/* VP index of vCPU i is (i + 1) % n */
};
extern struct run_options opt;
extern volatile sig_atomic_t asked_to_end;	/* SIGTERM and the like */

/* ---- kvm.c ---- */
extern struct vcpu vcpus[MAX_VCPU];
extern u64 low_ram_bytes, high_ram_bytes;	/* below the gap, from 4 GiB on */
extern u64 tsc_hz;
void kvm_prepare(void);			/* the memory and the clock, once per run */
void kvm_open(void);			/* /dev/kvm, when all options have proved good */
int kvm_run_vm(void);			/* until the guest is done; returns the exit code */
struct vcpu *vcpu_of_vp(int vp);	/* NULL if there is none */
void kvm_signal_vector(int vp, u8 vector);	/* lock-free */
void kvm_irq_line(unsigned int gsi, bool level);
int kvm_mirror_sint(struct vcpu *v, int sint, u64 value);	/* vCPU's own thread */
bool kvm_guest_is_64bit(struct vcpu *v);	/* vCPU's own thread */
void vm_request_reset(const char *how);	/* lock held */
void kvm_freeze_time(u64 tsc_ticks);	/* paused; lock held: the guest did not see these ticks */
u64 guest_tsc(void);
void kvm_dump(void);
void kvm_exits_report(char *out, size_t len);
void kvm_export_counters(void);
void kvm_counters_reset(void);
u64 high_mmio_base(void);

/* ---- boot.c ---- */
/* Load kernel, initrd, tables into guest memory and set the boot processor's registers. */
void boot_load(struct vcpu *bsp);

/* ---- acpi.c ---- */
#define ACPI_AREA 0xe0000u		/* tables live in [ACPI_AREA, SMBIOS_AREA) */
#define SMBIOS_AREA 0xf0000u
u64 acpi_build(void);			/* returns the RSDP's address */

/* ---- cpuid.c ---- */
void cpuid_setup(struct vcpu *v);

/* ---- pio.c, uart.c. Lock held. ---- */
#define HYPERCALL_PORT 0xf4
#define SCI_IRQ 9
#define PM_EVT_PORT 0x600
#define PM_CNT_PORT 0x604
#define PM_TMR_PORT 0x608
void pio_access(struct vcpu *v, u16 port, bool write, u8 *data, unsigned int size);
void pio_reset(void);
void pio_power_button(void);
void pio_export_counters(void);
void pio_counters_reset(void);
void uart_open(void);
void uart_reset(void);
bool uart_access(u16 port, bool write, u8 *data);	/* false: not a serial port */
void uart_flush(void);
void uart_close(void);

/* ---- pci.c. Lock held. ---- */
bool pci_access(u16 port, bool write, u8 *data, unsigned int size);
void pci_reset(void);

/* ---- piix.c. Lock held. ---- */
void piix_init(void);			/* once per run, when the devices are there */
void piix_reset(void);
bool piix_access(u16 port, bool write, u8 *data, unsigned int size);

/* ---- hv_msr.c. Lock held. ---- */
extern bool hypercall_64;		/* which calling convention the guest uses */
/* 0, or -1 when the guest must get #GP */
int msr_access(struct vcpu *v, u32 msr, bool write, u64 *value);
void msr_reset(void);

/* ---- synic.c. Lock held. ---- */
int synic_msr(struct vcpu *v, u32 msr, bool write, u64 *value);
/* Remove waiting messages of a type whose payload begins with a word. */
void synic_take_back(int vp, int sint, u32 type, u32 first_word);
void synic_retry(void);			/* timer thread: deliver what a lost EOM left behind */
/*
 * A page that the host lays over guest memory while *slot has its enable bit: what was
 * there is kept in saved and comes back when the page is moved or taken away.
 */
void overlay_set(u64 *slot, u64 value, u8 *saved, const void *content, size_t len);

/* ---- stimer.c. Lock held. ---- */
int stimer_msr(struct vcpu *v, u32 msr, bool write, u64 *value);
void stimer_reset(void);
void timer_thread_start(void);
void timer_thread_stop(void);		/* lock not held */
void timer_thread_kick(void);

/* ---- hypercall.c. Lock held. ---- */
void hypercall(struct vcpu *v);

/* ---- trace.c ---- */
void trace_open(const char *path);
void trace_flush(void);
bool trace_on(void);
void counter_set(const char *name, u64 n);
u64 check_total(void);		/* of the whole run */
void counters_write(const char *path);
/* Wait until a trace line of this kind ("*": any) holding text appears; lock held. */
bool trace_wait(const char *kind, const char *text, unsigned int timeout_ms, char *out, size_t len);
void trace_mark(void);

/* ---- ctl.c ---- */
void ctl_start(void);			/* socket and script threads */
void ctl_stop(void);
void settime_offset_add(s64 seconds);

/* ---- util.c ---- */
void *xcalloc(size_t n, size_t size);
void tap_line(const char *line);

#endif
