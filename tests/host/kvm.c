// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtual machine: memory, vCPU threads, the run loop, pause, reset, dumps.
 *
 * A guest reset throws the KVM VM away and makes a new one around the same
 * memory: nothing of the old processor or interrupt controller state can
 * survive that way, and the code that starts is the code that restarts.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>
#include <x86intrin.h>

#include "core.h"

#define MAX_SLOTS 24
#define SLOT_LOW 0
#define SLOT_HIGH 1
#define SLOT_FB 2
#define SLOT_EXTRA 3
#define MAX_MMIO 32
#define HV_MSR_BASE 0x40000000u
#define HV_MSR_COUNT 0x200u
#define MSR_TSC 0x10u
#define MSR_HV_SINT0 0x40000090u

struct vm vm = { .lock = PTHREAD_MUTEX_INITIALIZER };
struct run_options opt;
struct vcpu vcpus[MAX_VCPU];
u64 low_ram_bytes, high_ram_bytes, tsc_hz;

/* Slots are written before the guest runs, or under the lock; len is stored last. */
static struct slot {
	u64 gpa, len;
	u8 *host;
} slots[MAX_SLOTS];

static struct mmio {
	u64 gpa, size;
	mmio_fn fn;
	void *arg;
} mmio[MAX_MMIO];

static pthread_cond_t state_cond;	/* anything in vm changed; used with vm.lock */
static bool resetting;			/* vm.lock */
static unsigned int pause_depth;	/* vm.lock */
static u64 tsc_zero;			/* guest TSC = host TSC - tsc_zero; atomic */
static u64 kvm_exits_base, kvm_cpu_base;
static struct timespec started;
static bool synic2;

/* ---- time ---- */

u64 now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (t.tv_sec - started.tv_sec) * 1000000000ull + t.tv_nsec - started.tv_nsec;
}

u64 guest_tsc(void)
{
	return __rdtsc() - __atomic_load_n(&tsc_zero, __ATOMIC_RELAXED);
}

/* ---- memory ---- */

static struct slot *slot_of(u64 gpa)
{
	struct slot *s;

	for (s = slots; s < slots + MAX_SLOTS; s++) {
		u64 len = __atomic_load_n(&s->len, __ATOMIC_ACQUIRE);

		if (gpa >= s->gpa && gpa - s->gpa < len)
			return s;
	}
	return NULL;
}

void *gpa_ptr(u64 gpa, u64 len)
{
	struct slot *s = slot_of(gpa);

	if (!s || len > s->len - (gpa - s->gpa))
		return NULL;
	return s->host + (gpa - s->gpa);
}

static int gpa_copy(u64 gpa, void *buf, u64 len, bool write)
{
	u8 *p = buf;

	while (len) {
		struct slot *s = slot_of(gpa);
		u64 n;

		if (!s)
			return -1;
		n = s->len - (gpa - s->gpa);
		if (n > len)
			n = len;
		if (write)
			memcpy(s->host + (gpa - s->gpa), p, n);
		else
			memcpy(p, s->host + (gpa - s->gpa), n);
		gpa += n;
		p += n;
		len -= n;
	}
	return 0;
}

int gpa_read(u64 gpa, void *buf, u64 len)
{
	return gpa_copy(gpa, buf, len, false);
}

int gpa_write(u64 gpa, const void *buf, u64 len)
{
	return gpa_copy(gpa, (void *)buf, len, true);
}

static int slot_tell_kvm(unsigned int n, u64 len)
{
	struct kvm_userspace_memory_region r = {
		.slot = n,
		.guest_phys_addr = slots[n].gpa,
		.memory_size = len,
		.userspace_addr = (uintptr_t)slots[n].host,
	};

	return ioctl(vm.vm_fd, KVM_SET_USER_MEMORY_REGION, &r);
}

static void slot_init(unsigned int n, u64 gpa, u64 len)
{
	u8 *p = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (p == MAP_FAILED)
		die(2, "cannot get %llu MiB of memory for the guest: %s",
		    (unsigned long long)(len >> 20), strerror(errno));
	slots[n].gpa = gpa;
	slots[n].host = p;
	__atomic_store_n(&slots[n].len, len, __ATOMIC_RELEASE);
}

u8 *gpa_map_extra(u64 gpa, u64 size)
{
	unsigned int n;
	u8 *p;

	if (!size || (gpa | size) % HV_PAGE || gpa + size < gpa)
		return NULL;
	for (n = 0; n < MAX_SLOTS; n++)
		if (slots[n].len && gpa < slots[n].gpa + slots[n].len && slots[n].gpa < gpa + size)
			return NULL;
	for (n = SLOT_EXTRA; n < MAX_SLOTS && slots[n].len; n++)
		;
	if (n == MAX_SLOTS)
		return NULL;
	p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return NULL;
	slots[n].gpa = gpa;
	slots[n].host = p;
	__atomic_store_n(&slots[n].len, size, __ATOMIC_RELEASE);
	if (slot_tell_kvm(n, size)) {
		gpa_unmap_extra(gpa);
		return NULL;
	}
	return p;
}

void gpa_unmap_extra(u64 gpa)
{
	unsigned int n;
	u64 len;

	for (n = SLOT_EXTRA; n < MAX_SLOTS; n++) {
		if (!slots[n].len || slots[n].gpa != gpa)
			continue;
		slot_tell_kvm(n, 0);
		len = slots[n].len;
		__atomic_store_n(&slots[n].len, 0, __ATOMIC_RELEASE);
		munmap(slots[n].host, len);
	}
}

int mmio_register(u64 gpa, u64 size, mmio_fn fn, void *arg)
{
	struct mmio *m;

	for (m = mmio; m < mmio + MAX_MMIO; m++) {
		if (m->fn)
			continue;
		m->gpa = gpa;
		m->size = size;
		m->arg = arg;
		m->fn = fn;
		return 0;
	}
	return -1;
}

void mmio_unregister(u64 gpa)
{
	struct mmio *m;

	for (m = mmio; m < mmio + MAX_MMIO; m++)
		if (m->fn && m->gpa == gpa)
			m->fn = NULL;
}

static void mmio_access(u64 gpa, u8 *data, unsigned int len, bool write)
{
	struct mmio *m;

	for (m = mmio; m < mmio + MAX_MMIO; m++) {
		if (m->fn && gpa >= m->gpa && gpa - m->gpa < m->size && len <= m->size - (gpa - m->gpa)) {
			m->fn(m->arg, gpa - m->gpa, data, len, write);
			return;
		}
	}
	if (!write)
		memset(data, 0xff, len);
}

u64 high_mmio_base(void)
{
	u64 end = 0x100000000ull + high_ram_bytes;

	return (end + 0x3fffffffull) & ~0x3fffffffull;
}

/* ---- set-up ---- */

static void kick_signal(int sig)
{
	(void)sig;	/* its only purpose is to interrupt KVM_RUN */
}

/* KVM moves the guest's clock about when it does not trust the processor's. */
static void warn_unstable_tsc(void)
{
	char name[32] = "";
	FILE *f = fopen("/sys/devices/system/clocksource/clocksource0/current_clocksource", "r");

	if (!f)
		return;
	if (fgets(name, sizeof(name), f) && strncmp(name, "tsc", 3))
		fprintf(stderr, "hvhost: warning: this machine does not trust its TSC (its clock is %.*s): the guest's"
			" clocks may jump\n", (int)strcspn(name, "\n"), name);
	fclose(f);
}

void kvm_prepare(void)
{
	struct sigaction sa = { .sa_handler = kick_signal };
	pthread_condattr_t ca;
	struct hv_profile *p = &vm.prof;

	clock_gettime(CLOCK_MONOTONIC, &started);
	pthread_condattr_init(&ca);
	pthread_condattr_setclock(&ca, CLOCK_MONOTONIC);
	pthread_cond_init(&state_cond, &ca);
	sigaction(SIGUSR1, &sa, NULL);

	low_ram_bytes = p->ram_bytes < p->gap_start ? p->ram_bytes : p->gap_start;
	high_ram_bytes = p->ram_bytes - low_ram_bytes;
	slot_init(SLOT_LOW, 0, low_ram_bytes);
	if (high_ram_bytes)
		slot_init(SLOT_HIGH, 0x100000000ull, high_ram_bytes);
	if (p->fb_size)
		slot_init(SLOT_FB, p->fb_base, p->fb_size);
	tsc_zero = __rdtsc();
}

void kvm_open(void)
{
	vm.kvm_fd = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (vm.kvm_fd < 0)
		die(4, "cannot open /dev/kvm: %s", strerror(errno));
	if (ioctl(vm.kvm_fd, KVM_GET_API_VERSION, 0) != KVM_API_VERSION)
		die(4, "/dev/kvm speaks another API version");
	if (ioctl(vm.kvm_fd, KVM_CHECK_EXTENSION, KVM_CAP_X86_USER_SPACE_MSR) <= 0 ||
	    ioctl(vm.kvm_fd, KVM_CHECK_EXTENSION, KVM_CAP_X86_MSR_FILTER) <= 0 ||
	    !(ioctl(vm.kvm_fd, KVM_CHECK_EXTENSION, KVM_CAP_SYNC_REGS) & KVM_SYNC_X86_REGS))
		die(4, "this kernel's KVM cannot pass MSRs and registers to user space (Linux 5.10 or newer is needed)");
	synic2 = ioctl(vm.kvm_fd, KVM_CHECK_EXTENSION, KVM_CAP_HYPERV_SYNIC2) > 0;
	if (!vm.prof.autoeoi_deprecated && !synic2)
		die(4, "this kernel's KVM has no KVM_CAP_HYPERV_SYNIC2, which -autoeoi needs");
	warn_unstable_tsc();
}

#define PIC_PINS 8
#define IOAPIC_PINS 24

/*
 * Wires from the lines to the controllers, as the MADT has them: line 0, the
 * timer, is pin 2 of the I/O APIC; KVM alone would take it to pin 0. Kernels that
 * know Hyper-V never look, others refuse to boot without a timer there.
 */
static void irq_routes(void)
{
	struct {
		struct kvm_irq_routing head;
		struct kvm_irq_routing_entry entry[2 * PIC_PINS + IOAPIC_PINS];
	} r = { .head.nr = 0 };
	struct kvm_irq_routing_entry *e = r.entry;
	unsigned int line;

	for (line = 0; line < IOAPIC_PINS; line++) {
		if (line < 2 * PIC_PINS) {
			e->gsi = line;
			e->type = KVM_IRQ_ROUTING_IRQCHIP;
			e->u.irqchip.irqchip = line < PIC_PINS ? KVM_IRQCHIP_PIC_MASTER :
								 KVM_IRQCHIP_PIC_SLAVE;
			e->u.irqchip.pin = line % PIC_PINS;
			e++;
		}
		if (line == 2)	/* between the two PICs */
			continue;
		e->gsi = line;
		e->type = KVM_IRQ_ROUTING_IRQCHIP;
		e->u.irqchip.irqchip = KVM_IRQCHIP_IOAPIC;
		e->u.irqchip.pin = line ? line : 2;
		e++;
	}
	r.head.nr = e - r.entry;
	if (ioctl(vm.vm_fd, KVM_SET_GSI_ROUTING, &r))
		die(4, "KVM refuses the wires of the interrupt controllers: %s", strerror(errno));
}

static void vm_create(void)
{
	struct kvm_pit_config pit = { .flags = KVM_PIT_SPEAKER_DUMMY };
	struct kvm_enable_cap cap = { .cap = KVM_CAP_X86_USER_SPACE_MSR, .args = { KVM_MSR_EXIT_REASON_FILTER } };
	static u8 deny_all[HV_MSR_COUNT / 8];
	struct kvm_msr_filter filter = {
		.flags = KVM_MSR_FILTER_DEFAULT_ALLOW,
		.ranges[0] = {
			.flags = KVM_MSR_FILTER_READ | KVM_MSR_FILTER_WRITE,
			.base = HV_MSR_BASE,
			.nmsrs = HV_MSR_COUNT,
			.bitmap = deny_all,
		},
	};
	u64 identity_map = 0xfffbc000;
	unsigned int n;
	int fd;

	fd = ioctl(vm.kvm_fd, KVM_CREATE_VM, 0);
	if (fd < 0)
		die(4, "KVM_CREATE_VM: %s", strerror(errno));
	/* After a reset the number must stay the same: other threads may be using it. */
	if (vm.vm_fd > 0) {
		dup2(fd, vm.vm_fd);
		close(fd);
	} else {
		vm.vm_fd = fd;
	}
	ioctl(vm.vm_fd, KVM_SET_IDENTITY_MAP_ADDR, &identity_map);
	ioctl(vm.vm_fd, KVM_SET_TSS_ADDR, 0xfffbd000);
	if (ioctl(vm.vm_fd, KVM_CREATE_IRQCHIP, 0) || ioctl(vm.vm_fd, KVM_CREATE_PIT2, &pit))
		die(4, "KVM cannot emulate the interrupt controllers: %s", strerror(errno));
	irq_routes();
	if (ioctl(vm.vm_fd, KVM_ENABLE_CAP, &cap) || ioctl(vm.vm_fd, KVM_X86_SET_MSR_FILTER, &filter))
		die(4, "KVM cannot pass Hyper-V MSRs to user space: %s", strerror(errno));
	for (n = 0; n < MAX_SLOTS; n++)
		if (slots[n].len && slot_tell_kvm(n, slots[n].len))
			die(4, "KVM refuses the guest memory at %#llx: %s",
			    (unsigned long long)slots[n].gpa, strerror(errno));
}

/* Guest TSC = host TSC - tsc_zero on every vCPU, so that user space knows it without asking. */
static void vcpu_set_tsc(struct vcpu *v)
{
	s64 offset = -(s64)__atomic_load_n(&tsc_zero, __ATOMIC_RELAXED);
#ifdef KVM_VCPU_TSC_OFFSET
	struct kvm_device_attr attr = {
		.group = KVM_VCPU_TSC_CTRL,
		.attr = KVM_VCPU_TSC_OFFSET,
		.addr = (uintptr_t)&offset,
	};

	if (!ioctl(v->fd, KVM_SET_DEVICE_ATTR, &attr))
		return;
#endif
	struct {
		struct kvm_msrs head;
		struct kvm_msr_entry entry;
	} m = { .head.nmsrs = 1, .entry = { .index = MSR_TSC, .data = __rdtsc() + offset } };

	ioctl(v->fd, KVM_SET_MSRS, &m);
}

static int stats_open(int vcpu_fd)
{
#ifdef KVM_GET_STATS_FD
	return ioctl(vcpu_fd, KVM_GET_STATS_FD, NULL);
#else
	(void)vcpu_fd;
	return -1;
#endif
}

static void vcpu_create(int i)
{
	struct kvm_enable_cap cap = { .cap = KVM_CAP_HYPERV_SYNIC2 };
	struct vcpu *v = &vcpus[i];
	int size = ioctl(vm.kvm_fd, KVM_GET_VCPU_MMAP_SIZE, 0);

	v->index = i;
	v->vp = opt.rotate_vp ? (i + 1) % vm.prof.vcpus : i;
	v->fd = ioctl(vm.vm_fd, KVM_CREATE_VCPU, i);
	if (v->fd < 0)
		die(4, "KVM_CREATE_VCPU %d: %s", i, strerror(errno));
	v->run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, v->fd, 0);
	if (v->run == MAP_FAILED)
		die(4, "cannot map the run page of vCPU %d: %s", i, strerror(errno));
	v->stats_fd = stats_open(v->fd);
	cpuid_setup(v);
	if (!vm.prof.autoeoi_deprecated && ioctl(v->fd, KVM_ENABLE_CAP, &cap))
		die(4, "KVM_CAP_HYPERV_SYNIC2: %s", strerror(errno));
	vcpu_set_tsc(v);
	if (!tsc_hz) {
		int khz = ioctl(v->fd, KVM_GET_TSC_KHZ, 0);

		if (khz <= 0)
			die(4, "KVM does not tell the frequency of the time stamp counter");
		__atomic_store_n(&tsc_hz, khz * 1000ull, __ATOMIC_RELEASE);
	}
	v->run->kvm_valid_regs = KVM_SYNC_X86_REGS;
}

static void vcpu_destroy(struct vcpu *v)
{
	munmap(v->run, ioctl(vm.kvm_fd, KVM_GET_VCPU_MMAP_SIZE, 0));
	if (v->stats_fd >= 0)
		close(v->stats_fd);
	close(v->fd);
}

struct vcpu *vcpu_of_vp(int vp)
{
	int i = opt.rotate_vp ? (vp + vm.prof.vcpus - 1) % vm.prof.vcpus : vp;

	return vp >= 0 && vp < vm.prof.vcpus ? &vcpus[i] : NULL;
}

/* ---- interrupts ---- */

static void signal_msi(int apic_id, u32 data)
{
	struct kvm_msi msi = { .address_lo = 0xfee00000u | (u32)apic_id << 12, .data = data };

	ioctl(vm.vm_fd, KVM_SIGNAL_MSI, &msi);
}

void kvm_signal_vector(int vp, u8 vector)
{
	struct vcpu *v = vcpu_of_vp(vp);

	if (v)
		signal_msi(v->index, vector);
}

void vm_inject_nmi(int vcpu)
{
	if (vcpu >= 0 && vcpu < vm.prof.vcpus) {
		trace("vm", "nmi cpu %d", vcpu);
		signal_msi(vcpu, 0x400);	/* delivery mode 4: NMI */
	}
}

void kvm_irq_line(unsigned int gsi, bool level)
{
	struct kvm_irq_level l = { .irq = gsi, .level = level };

	ioctl(vm.vm_fd, KVM_IRQ_LINE, &l);
}

/*
 * KVM's own SynIC is told each SINT, for one purpose: it then knows which
 * vectors are AutoEOI and ends them by itself when they are delivered.
 */
int kvm_mirror_sint(struct vcpu *v, int sint, u64 value)
{
	struct {
		struct kvm_msrs head;
		struct kvm_msr_entry entry;
	} m = { .head.nmsrs = 1, .entry = { .index = MSR_HV_SINT0 + sint, .data = value } };

	if (vm.prof.autoeoi_deprecated)
		return 0;
	return ioctl(v->fd, KVM_SET_MSRS, &m) == 1 ? 0 : -1;
}

bool kvm_guest_is_64bit(struct vcpu *v)
{
	struct kvm_sregs s;

	return !ioctl(v->fd, KVM_GET_SREGS, &s) && s.efer & (1u << 10) && s.cs.l;
}

/* ---- waiting and kicking ---- */

static void deadline_in(struct timespec *t, u64 ms)
{
	clock_gettime(CLOCK_MONOTONIC, t);
	t->tv_sec += ms / 1000;
	t->tv_nsec += ms % 1000 * 1000000;
	if (t->tv_nsec >= 1000000000) {
		t->tv_nsec -= 1000000000;
		t->tv_sec++;
	}
}

void lock_sleep(unsigned int ms)
{
	struct timespec t;

	deadline_in(&t, ms);
	pthread_cond_timedwait(&state_cond, &vm.lock, &t);
}

void vm_notify(void)
{
	pthread_cond_broadcast(&state_cond);
}

static void kick(struct vcpu *v)
{
	__atomic_store_n(&v->run->immediate_exit, 1, __ATOMIC_SEQ_CST);
	if (__atomic_load_n(&v->in_guest, __ATOMIC_SEQ_CST))
		pthread_kill(v->thread, SIGUSR1);
}

static void kick_all(void)
{
	int i;

	for (i = 0; i < vm.prof.vcpus; i++)
		if (vcpus[i].run)
			kick(&vcpus[i]);
	vm_notify();
}

void vm_pause(void)
{
	int i, waiting;

	pause_depth++;
	vm.paused = true;
	kick_all();
	do {
		waiting = 0;
		for (i = 0; i < vm.prof.vcpus; i++)
			waiting += !vcpus[i].parked;
		if (waiting && !vm.stopping && !resetting)
			lock_sleep(20);
	} while (waiting && !vm.stopping && !resetting);
	trace("vm", "paused");
}

void vm_resume(void)
{
	if (!pause_depth || --pause_depth)
		return;
	vm.paused = false;
	trace("vm", "resumed");
	vm_notify();
	timer_thread_kick();
}

void kvm_freeze_time(u64 ticks)
{
	int i;

	__atomic_fetch_add(&tsc_zero, ticks, __ATOMIC_RELAXED);
	for (i = 0; i < vm.prof.vcpus; i++)
		vcpu_set_tsc(&vcpus[i]);
}

void vm_stop(int exit_code)
{
	if (!vm.stopping) {
		vm.exit_code = exit_code;
		vm.stopping = true;
		trace("vm", "stop %d", exit_code);
	}
	kick_all();
}

void vm_request_reset(const char *how)
{
	if (vm.stopping || resetting)
		return;
	trace("vm", "reset by %s", how);
	counter_add("vm.resets", 1);
	if (!opt.reboots) {
		vm_stop(strcmp(how, "triple fault") ? 7 : 3);
		return;
	}
	opt.reboots--;
	resetting = true;
	kick_all();
}

/* ---- the run loop ---- */

static void handle_io(struct vcpu *v)
{
	struct kvm_run *r = v->run;
	u8 *data = (u8 *)r + r->io.data_offset;
	bool write = r->io.direction == KVM_EXIT_IO_OUT;
	enum exit_kind kind = EXIT_PIO;
	u32 i;

	if (r->io.port == HYPERCALL_PORT && write) {
		kind = EXIT_HYPERCALL;
		hypercall(v);
	} else {
		if ((r->io.port & ~7) == 0x3f8 || (r->io.port & ~7) == 0x2f8)
			kind = EXIT_UART;
		for (i = 0; i < r->io.count; i++)
			pio_access(v, r->io.port, write, data + i * r->io.size, r->io.size);
	}
	__atomic_fetch_add(&v->exits[kind], 1, __ATOMIC_RELAXED);
}

static void handle_msr(struct vcpu *v, bool write)
{
	struct kvm_run *r = v->run;
	u64 value = write ? r->msr.data : 0;

	r->msr.error = msr_access(v, r->msr.index, write, &value) != 0;
	if (r->msr.error)
		trace("msr", "cpu %d %s %#x -> #GP", v->index, write ? "write" : "read", r->msr.index);
	if (!write)
		r->msr.data = value;
	__atomic_fetch_add(&v->exits[EXIT_MSR], 1, __ATOMIC_RELAXED);
}

/* Lock held. */
static void handle_exit(struct vcpu *v)
{
	struct kvm_run *r = v->run;
	enum exit_kind kind = EXIT_OTHER;

	switch (r->exit_reason) {
	case KVM_EXIT_IO:
		handle_io(v);
		return;
	case KVM_EXIT_X86_RDMSR:
	case KVM_EXIT_X86_WRMSR:
		handle_msr(v, r->exit_reason == KVM_EXIT_X86_WRMSR);
		return;
	case KVM_EXIT_MMIO:
		mmio_access(r->mmio.phys_addr, r->mmio.data, r->mmio.len, r->mmio.is_write);
		kind = EXIT_MMIO;
		break;
	case KVM_EXIT_INTR:
		kind = EXIT_INTR;
		break;
	case KVM_EXIT_SHUTDOWN:
		kvm_dump();
		vm_request_reset("triple fault");
		break;
	case KVM_EXIT_SYSTEM_EVENT:
		trace("vm", "system event %u", r->system_event.type);
		vm_request_reset("system event");
		break;
	case KVM_EXIT_FAIL_ENTRY:
		fprintf(stderr, "hvhost: vCPU %d cannot enter the guest, hardware reason %#llx\n", v->index,
			(unsigned long long)r->fail_entry.hardware_entry_failure_reason);
		vm_stop(4);
		break;
	case KVM_EXIT_INTERNAL_ERROR:
		fprintf(stderr, "hvhost: KVM internal error, suberror %u, on vCPU %d\n", r->internal.suberror,
			v->index);
		kvm_dump();
		vm_stop(4);
		break;
	default:
		fprintf(stderr, "hvhost: KVM exit reason %u on vCPU %d is unknown here\n", r->exit_reason, v->index);
		vm_stop(4);
	}
	__atomic_fetch_add(&v->exits[kind], 1, __ATOMIC_RELAXED);
}

static u64 clock_ns(clockid_t clock)
{
	struct timespec t;

	return clock && !clock_gettime(clock, &t) ? t.tv_sec * 1000000000ull + t.tv_nsec : 0;
}

static void *vcpu_loop(void *arg)
{
	struct vcpu *v = arg;
	clockid_t clock;
	int ret, err;

	if (!pthread_getcpuclockid(pthread_self(), &clock))
		__atomic_store_n(&v->clock, clock, __ATOMIC_SEQ_CST);
	pthread_mutex_lock(&vm.lock);
	while (!vm.stopping && !resetting) {
		if (vm.paused) {
			v->parked = true;
			vm_notify();
			lock_sleep(1000);
			continue;
		}
		v->parked = false;
		__atomic_store_n(&v->in_guest, true, __ATOMIC_SEQ_CST);
		__atomic_store_n(&v->run->immediate_exit, 0, __ATOMIC_SEQ_CST);
		pthread_mutex_unlock(&vm.lock);
		/*
		 * A kick between the two lines above and KVM_RUN is not lost: it sets
		 * immediate_exit, and it changed the state under the lock before that.
		 */
		ret = ioctl(v->fd, KVM_RUN, 0);
		err = errno;
		pthread_mutex_lock(&vm.lock);
		__atomic_store_n(&v->in_guest, false, __ATOMIC_SEQ_CST);
		if (!ret) {
			handle_exit(v);
		} else if (err == EINTR) {
			__atomic_fetch_add(&v->exits[EXIT_INTR], 1, __ATOMIC_RELAXED);
		} else if (err != EAGAIN) {
			fprintf(stderr, "hvhost: KVM_RUN on vCPU %d: %s\n", v->index, strerror(err));
			vm_stop(4);
		}
	}
	v->parked = true;
	__atomic_store_n(&v->clock, 0, __ATOMIC_SEQ_CST);
	__atomic_fetch_add(&v->cpu_ns, clock_ns(CLOCK_THREAD_CPUTIME_ID), __ATOMIC_SEQ_CST);
	vm_notify();
	pthread_mutex_unlock(&vm.lock);
	return NULL;
}

/* A fresh machine: empty memory, new KVM objects, kernel loaded. Lock held, no vCPU thread. */
static void machine_start(bool again)
{
	int i;

	if (again) {
		for (i = 0; i < vm.prof.vcpus; i++)
			vcpu_destroy(&vcpus[i]);
		for (i = SLOT_EXTRA; i < MAX_SLOTS; i++)
			if (slots[i].len) {
				munmap(slots[i].host, slots[i].len);
				slots[i].len = 0;
			}
		for (i = 0; i < SLOT_EXTRA; i++)
			if (slots[i].len)
				madvise(slots[i].host, slots[i].len, MADV_DONTNEED);
	}
	vm_create();
	for (i = 0; i < vm.prof.vcpus; i++) {
		vcpu_create(i);
		vcpus[i].parked = false;
	}
	boot_load(&vcpus[0]);
	for (i = 0; i < vm.prof.vcpus; i++)
		if (pthread_create(&vcpus[i].thread, NULL, vcpu_loop, &vcpus[i]))
			die(4, "cannot create the thread of vCPU %d", i);
}

static void machine_quiesce(void)
{
	int i;

	kick_all();
	pthread_mutex_unlock(&vm.lock);
	for (i = 0; i < vm.prof.vcpus; i++)
		pthread_join(vcpus[i].thread, NULL);
	pthread_mutex_lock(&vm.lock);
}

int kvm_run_vm(void)
{
	u64 limit = opt.timeout_s * 1000000000ull;

	pthread_mutex_lock(&vm.lock);
	machine_start(false);
	while (!vm.stopping) {
		if (asked_to_end) {
			vm_stop(5);
			break;
		}
		if (limit && now_ns() > limit) {
			fprintf(stderr, "hvhost: the time limit of %u seconds is over\n", opt.timeout_s);
			trace("vm", "time limit");
			kvm_dump();
			vm_stop(5);
			break;
		}
		if (resetting) {
			machine_quiesce();
			vmbus_reset();
			msr_reset();
			stimer_reset();
			pio_reset();
			uart_reset();
			resetting = false;
			if (!vm.stopping)
				machine_start(true);
			continue;
		}
		lock_sleep(500);
	}
	machine_quiesce();
	pthread_mutex_unlock(&vm.lock);
	return vm.exit_code;
}

/* ---- what went wrong ---- */

static void dump_stack(struct vcpu *v, u64 rsp)
{
	struct kvm_translation t;
	unsigned int i;
	u64 word;

	for (i = 0; i < 24; i++) {
		t.linear_address = rsp + i * 8;
		if (ioctl(v->fd, KVM_TRANSLATE, &t) || !t.valid || gpa_read(t.physical_address, &word, 8))
			break;
		fprintf(stderr, "%s%016llx", i % 4 ? " " : "\n  stack ", (unsigned long long)word);
	}
	fputc('\n', stderr);
}

static void dump_one(struct vcpu *v)
{
	struct kvm_mp_state mp = { 0 };
	struct kvm_sregs s;
	struct kvm_regs r;

	if (ioctl(v->fd, KVM_GET_REGS, &r) || ioctl(v->fd, KVM_GET_SREGS, &s))
		return;
	ioctl(v->fd, KVM_GET_MP_STATE, &mp);
	fprintf(stderr, "vCPU %d: state %u cs:rip %x:%llx flags %llx\n", v->index, mp.mp_state, s.cs.selector,
		(unsigned long long)r.rip, (unsigned long long)r.rflags);
	fprintf(stderr, "  rax %llx rbx %llx rcx %llx rdx %llx rsi %llx rdi %llx rbp %llx rsp %llx\n",
		(unsigned long long)r.rax, (unsigned long long)r.rbx, (unsigned long long)r.rcx,
		(unsigned long long)r.rdx, (unsigned long long)r.rsi, (unsigned long long)r.rdi,
		(unsigned long long)r.rbp, (unsigned long long)r.rsp);
	fprintf(stderr, "  cr0 %llx cr2 %llx cr3 %llx cr4 %llx cr8 %llx efer %llx",
		(unsigned long long)s.cr0, (unsigned long long)s.cr2, (unsigned long long)s.cr3,
		(unsigned long long)s.cr4, (unsigned long long)s.cr8, (unsigned long long)s.efer);
	dump_stack(v, r.rsp);
	trace("vm", "vcpu %d state %u rip %llx rsp %llx cr0 %llx cr3 %llx cr4 %llx", v->index, mp.mp_state,
	      (unsigned long long)r.rip, (unsigned long long)r.rsp, (unsigned long long)s.cr0,
	      (unsigned long long)s.cr3, (unsigned long long)s.cr4);
}

/* Lock held; a vCPU thread may call it for itself. */
void kvm_dump(void)
{
	bool was_paused = vm.paused;
	u64 end = now_ns() + 2000000000ull;
	int i, waiting;

	vm.paused = true;
	kick_all();
	do {
		waiting = 0;
		for (i = 0; i < vm.prof.vcpus; i++)
			waiting += __atomic_load_n(&vcpus[i].in_guest, __ATOMIC_SEQ_CST);
		if (waiting)
			lock_sleep(10);
	} while (waiting && now_ns() < end);
	for (i = 0; i < vm.prof.vcpus; i++)
		if (!vcpus[i].in_guest)
			dump_one(&vcpus[i]);
	vm.paused = was_paused;
	vm_notify();
}

/* ---- statistics ---- */

static u64 kvm_stat_exits(int fd)
{
#ifdef KVM_GET_STATS_FD
	struct kvm_stats_header h;
	char desc_buf[sizeof(struct kvm_stats_desc) + 256];
	struct kvm_stats_desc *d = (void *)desc_buf;
	size_t size;
	u64 value;
	u32 i;

	if (fd < 0 || pread(fd, &h, sizeof(h), 0) != sizeof(h) || h.name_size > 256)
		return 0;
	size = sizeof(*d) + h.name_size;
	for (i = 0; i < h.num_desc; i++) {
		if (pread(fd, d, size, h.desc_offset + i * size) != (ssize_t)size)
			return 0;
		if (!strcmp(d->name, "exits") &&
		    pread(fd, &value, sizeof(value), h.data_offset + d->offset) == sizeof(value))
			return value;
	}
#else
	(void)fd;
#endif
	return 0;
}

static u64 kvm_exits_total(void)
{
	u64 sum = 0;
	int i;

	for (i = 0; i < vm.prof.vcpus; i++)
		if (vcpus[i].fd > 0)
			sum += kvm_stat_exits(vcpus[i].stats_fd);
	return sum;
}

/* What the vCPUs' threads have run: the guest's instructions, and the exits they caused. */
static u64 kvm_cpu_ns(void)
{
	u64 sum = 0;
	int i;

	for (i = 0; i < vm.prof.vcpus; i++)
		sum += __atomic_load_n(&vcpus[i].cpu_ns, __ATOMIC_SEQ_CST) +
		       clock_ns(__atomic_load_n(&vcpus[i].clock, __ATOMIC_SEQ_CST));
	return sum;
}

static const char *const exit_names[EXIT_KINDS] = {
	[EXIT_HYPERCALL] = "hypercall", [EXIT_MSR] = "msr", [EXIT_UART] = "uart", [EXIT_PIO] = "pio",
	[EXIT_MMIO] = "mmio", [EXIT_INTR] = "intr", [EXIT_OTHER] = "other",
};

void kvm_export_counters(void)
{
	u64 kinds[EXIT_KINDS] = { 0 }, user = 0;
	char name[40];
	int i, k;

	for (k = 0; k < EXIT_KINDS; k++) {
		for (i = 0; i < vm.prof.vcpus; i++)
			kinds[k] += __atomic_load_n(&vcpus[i].exits[k], __ATOMIC_RELAXED);
		user += kinds[k];
		snprintf(name, sizeof(name), "exits.user.%s", exit_names[k]);
		counter_set(name, kinds[k]);
	}
	pio_export_counters();
	counter_set("exits.user", user);
	counter_set("exits.total", kvm_exits_total() - kvm_exits_base);
	counter_set("vcpu.cpu_us", (kvm_cpu_ns() - kvm_cpu_base) / 1000);
}

void kvm_counters_reset(void)
{
	int i, k;

	pio_counters_reset();
	for (i = 0; i < vm.prof.vcpus; i++)
		for (k = 0; k < EXIT_KINDS; k++)
			__atomic_store_n(&vcpus[i].exits[k], 0, __ATOMIC_RELAXED);
	kvm_exits_base = kvm_exits_total();
	kvm_cpu_base = kvm_cpu_ns();
}
