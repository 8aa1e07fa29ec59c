// SPDX-License-Identifier: GPL-2.0-only
/*
 * hvhost: a stand-in Hyper-V host for one Linux guest. Options, start and end.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core.h"

#define MAX_DEVICES 64
#define GAP_END_MAX 0xfec00000ull	/* the I/O APIC follows */

static const char *devices[MAX_DEVICES];
static unsigned int n_devices;
volatile sig_atomic_t asked_to_end;

enum {
	O_KERNEL = 256, O_INITRD, O_APPEND, O_MEMORY, O_SMP, O_GEN, O_PCI, O_PIIX, O_CDROM, O_GAP, O_HIGH_MMIO, O_VERSION, O_AUTOEOI,
	O_NO_STIMER, O_STIMER, O_NO_TSC_PAGE, O_NO_CRASH, O_S4, O_ROTATE_VP, O_XSAVE, O_DEVICE, O_SERIAL, O_TAP,
	O_TRACE, O_TRACE_IRQ, O_COUNTERS, O_CTL, O_SCRIPT, O_TIMEOUT, O_REBOOT, O_NO_REBOOT, O_ZERO, O_SETTIME, O_HELP
};

static const struct option options[] = {
	{ "kernel", required_argument, NULL, O_KERNEL },
	{ "initrd", required_argument, NULL, O_INITRD },
	{ "append", required_argument, NULL, O_APPEND },
	{ "m", required_argument, NULL, O_MEMORY },
	{ "smp", required_argument, NULL, O_SMP },
	{ "gen", required_argument, NULL, O_GEN },
	{ "pci", no_argument, NULL, O_PCI },
	{ "piix", no_argument, NULL, O_PIIX },
	{ "cdrom", required_argument, NULL, O_CDROM },
	{ "gap", required_argument, NULL, O_GAP },
	{ "high-mmio", required_argument, NULL, O_HIGH_MMIO },
	{ "vmbus-version", required_argument, NULL, O_VERSION },
	{ "autoeoi", no_argument, NULL, O_AUTOEOI },
	{ "no-stimer", no_argument, NULL, O_NO_STIMER },
	{ "stimer", required_argument, NULL, O_STIMER },
	{ "no-tsc-page", no_argument, NULL, O_NO_TSC_PAGE },
	{ "no-crash-msrs", no_argument, NULL, O_NO_CRASH },
	{ "s4", no_argument, NULL, O_S4 },
	{ "rotate-vp", no_argument, NULL, O_ROTATE_VP },
	{ "xsave", no_argument, NULL, O_XSAVE },
	{ "device", required_argument, NULL, O_DEVICE },
	{ "serial", required_argument, NULL, O_SERIAL },
	{ "tap", required_argument, NULL, O_TAP },
	{ "trace", required_argument, NULL, O_TRACE },
	{ "trace-irq", no_argument, NULL, O_TRACE_IRQ },
	{ "counters", required_argument, NULL, O_COUNTERS },
	{ "ctl", required_argument, NULL, O_CTL },
	{ "script", required_argument, NULL, O_SCRIPT },
	{ "timeout", required_argument, NULL, O_TIMEOUT },
	{ "reboot", required_argument, NULL, O_REBOOT },
	{ "no-reboot", no_argument, NULL, O_NO_REBOOT },
	{ "zero-violations", no_argument, NULL, O_ZERO },
	{ "settime", required_argument, NULL, O_SETTIME },
	{ "help", no_argument, NULL, O_HELP },
	{ NULL, 0, NULL, 0 }
};

static const char usage[] =
"usage: hvhost -kernel FILE [options]\n"
"Play the Hyper-V host for one Linux guest (x86, needs /dev/kvm).\n"
"\n"
"Guest\n"
"  -kernel FILE          bzImage or vmlinux ELF, 64-bit or i386\n"
"  -initrd FILE          initial RAM disk\n"
"  -append TEXT          kernel command line (default: console=ttyS0)\n"
"  -m SIZE               memory, e.g. 512M, 5G (default 512M)\n"
"  -smp N                vCPUs, 1 to 8 (default 1)\n"
"  -device SPEC          a synthetic device, NAME[,KEY=VALUE]...; may be repeated\n"
"Profile of the host\n"
"  -vmbus-version V      highest VMBus version offered, 0.13 to 6.0 (default 5.3)\n"
"  -gen 1|2              generation of the virtual machine (default 1)\n"
"  -pci                  generation 1 with its PCI bus, bridges and video card\n"
"  -piix                 -pci with an IDE controller: the disks of `ide' devices are there, too\n"
"  -cdrom FILE           -piix with this image in a CD-ROM drive, which VMBus does not offer\n"
"  -gap START,SIZE       MMIO gap below 4 GiB; memory beyond START lies from 4 GiB on\n"
"                        (default 0xf8000000,0x6c00000)\n"
"  -high-mmio SIZE       MMIO window above all memory (default 4G)\n"
"  -autoeoi              honour AutoEOI, as hosts do that do not deprecate AutoEOI\n"
"  -no-stimer            offer no synthetic timers\n"
"  -stimer direct|message  offer direct mode or only message mode (default direct)\n"
"  -no-tsc-page          offer no reference TSC page\n"
"  -no-crash-msrs        offer no crash registers\n"
"  -s4                   the firmware knows hibernation\n"
"  -rotate-vp            VP index of vCPU i is (i + 1) modulo N, not i\n"
"  -xsave                offer XSAVE although this host is itself a virtual machine\n"
"  -settime SECONDS      start with the host's clock moved by +N or -N seconds\n"
"Run\n"
"  -serial FILE          console of the guest (default: standard output)\n"
"  -tap FILE             TAP lines that the guest or a script sends\n"
"  -trace FILE           trace of messages, packets and events, one line each\n"
"  -trace-irq            a line for each event that interrupts the guest, too (many)\n"
"  -counters FILE        counters, written at the end\n"
"  -ctl SOCKET           control socket (talk to it with hvctl)\n"
"  -script FILE          control lines to execute; the first error ends the run with 6\n"
"  -timeout SECONDS      time limit, 0 for none (default 300)\n"
"  -no-reboot            end when the guest resets (default)\n"
"  -reboot N             let the guest reset N times\n"
"  -zero-violations      end with 6 when the guest broke any rule (check.*)\n"
"  -help                 this text\n"
"\n"
"Exit code: 0 power-off, 2 bad usage, 3 triple fault, 4 KVM error, 5 time limit,\n"
"6 expectation failed, 7 guest reset, 8 hibernated.\n";

static void defaults(void)
{
	struct hv_profile *p = &vm.prof;

	p->max_version = 0x50003;
	p->autoeoi_deprecated = true;
	p->stimers = true;
	p->stimer_direct = true;
	p->tsc_page = true;
	p->crash_msrs = true;
	p->generation = 1;
	p->vcpus = 1;
	p->ram_bytes = 512ull << 20;
	p->gap_start = 0xf8000000;
	p->gap_size = 0x6c00000;
	p->high_mmio_size = 4ull << 30;
	opt.append = "console=ttyS0";
	opt.timeout_s = 300;
}

static unsigned long number(const char *text, const char *option, unsigned long min, unsigned long max)
{
	unsigned long v;
	char *end;

	errno = 0;
	v = strtoul(text, &end, 10);
	if (errno || end == text || *end || *text == '-' || v < min || v > max)
		die(2, "-%s takes a number from %lu to %lu, not %s", option, min, max, text);
	return v;
}

static u64 size(const char *text, const char *option)
{
	u64 v;

	if (!size_parse(text, &v))
		die(2, "-%s takes a size such as 512M or 4G, not %s", option, text);
	return v;
}

static void parse_version(const char *text)
{
	static const u32 known[] = {
		0x0000d, 0x10001, 0x20004, 0x30000, 0x40000, 0x40001, 0x50000, 0x50001, 0x50002, 0x50003, 0x60000
	};
	unsigned int major, minor, i;
	char rest;

	if (sscanf(text, "%u.%u%c", &major, &minor, &rest) == 2)
		for (i = 0; i < sizeof(known) / sizeof(*known); i++)
			if (known[i] == (major << 16 | minor)) {
				vm.prof.max_version = known[i];
				return;
			}
	die(2, "-vmbus-version: %s is none of 0.13 1.1 2.4 3.0 4.0 4.1 5.0 5.1 5.2 5.3 6.0", text);
}

static void parse_gap(const char *text)
{
	char start[64];
	const char *comma = strchr(text, ',');

	if (!comma || (size_t)(comma - text) >= sizeof(start))
		die(2, "-gap takes START,SIZE, not %s", text);
	memcpy(start, text, comma - text);
	start[comma - text] = 0;
	vm.prof.gap_start = size(start, "gap");
	vm.prof.gap_size = size(comma + 1, "gap");
}

static void parse_options(int argc, char **argv)
{
	struct hv_profile *p = &vm.prof;
	int c;

	opterr = 0;
	while ((c = getopt_long_only(argc, argv, ":", options, NULL)) != -1) {
		switch (c) {
		case O_KERNEL:
			opt.kernel = optarg;
			break;
		case O_INITRD:
			opt.initrd = optarg;
			break;
		case O_APPEND:
			opt.append = optarg;
			break;
		case O_MEMORY:
			p->ram_bytes = size(optarg, "m");
			break;
		case O_SMP:
			p->vcpus = number(optarg, "smp", 1, MAX_VCPU);
			break;
		case O_GEN:
			p->generation = number(optarg, "gen", 1, 2);
			break;
		case O_PCI:
			opt.pci = true;
			break;
		case O_CDROM:
			opt.cdrom = optarg;
			/* fall through */
		case O_PIIX:
			opt.piix = true;
			opt.pci = true;
			break;
		case O_GAP:
			parse_gap(optarg);
			break;
		case O_HIGH_MMIO:
			p->high_mmio_size = size(optarg, "high-mmio");
			break;
		case O_VERSION:
			parse_version(optarg);
			break;
		case O_AUTOEOI:
			p->autoeoi_deprecated = false;
			break;
		case O_NO_STIMER:
			p->stimers = false;
			break;
		case O_STIMER:
			if (strcmp(optarg, "direct") && strcmp(optarg, "message"))
				die(2, "-stimer takes direct or message, not %s", optarg);
			p->stimer_direct = !strcmp(optarg, "direct");
			break;
		case O_NO_TSC_PAGE:
			p->tsc_page = false;
			break;
		case O_NO_CRASH:
			p->crash_msrs = false;
			break;
		case O_S4:
			p->s4 = true;
			break;
		case O_ROTATE_VP:
			opt.rotate_vp = true;
			break;
		case O_XSAVE:
			opt.xsave = true;
			break;
		case O_DEVICE:
			if (n_devices == MAX_DEVICES)
				die(2, "more than %u devices", MAX_DEVICES);
			devices[n_devices++] = optarg;
			break;
		case O_SERIAL:
			opt.serial_file = optarg;
			break;
		case O_TAP:
			opt.tap_file = optarg;
			break;
		case O_TRACE:
			opt.trace_file = optarg;
			break;
		case O_TRACE_IRQ:
			opt.trace_irq = true;
			break;
		case O_COUNTERS:
			opt.counters_file = optarg;
			break;
		case O_CTL:
			opt.ctl_socket = optarg;
			break;
		case O_SCRIPT:
			opt.script_file = optarg;
			break;
		case O_TIMEOUT:
			opt.timeout_s = number(optarg, "timeout", 0, 1000000);
			break;
		case O_REBOOT:
			opt.reboots = number(optarg, "reboot", 0, 1000000);
			break;
		case O_NO_REBOOT:
			opt.reboots = 0;
			break;
		case O_ZERO:
			opt.zero_violations = true;
			break;
		case O_SETTIME: {
			char *end;
			long v = strtol(optarg, &end, 10);

			if (end == optarg || *end)
				die(2, "-settime takes +SECONDS or -SECONDS, not %s", optarg);
			settime_offset_add(v);
			break;
		}
		case O_HELP:
			fputs(usage, stdout);
			exit(0);
		case ':':
			die(2, "option %s needs an argument", argv[optind - 1]);
		default:
			die(2, "unknown option %s; -help lists them", argv[optind - 1]);
		}
	}
	if (optind < argc)
		die(2, "unexpected argument %s; -help lists the options", argv[optind]);
}

static void check_options(void)
{
	struct hv_profile *p = &vm.prof;

	if (!opt.kernel)
		die(2, "no -kernel given; -help lists the options");
	if (access(opt.kernel, R_OK))
		die(2, "cannot read the kernel %s: %s", opt.kernel, strerror(errno));
	if (opt.initrd && access(opt.initrd, R_OK))
		die(2, "cannot read the initrd %s: %s", opt.initrd, strerror(errno));
	if (opt.script_file && access(opt.script_file, R_OK))
		die(2, "cannot read the script %s: %s", opt.script_file, strerror(errno));
	if (p->ram_bytes < 32ull << 20 || p->ram_bytes > 64ull << 30 || p->ram_bytes % HV_PAGE)
		die(2, "-m takes 32M to 64G in whole pages");
	if (p->gap_start < 32ull << 20 || p->gap_size < 16ull << 20 || (p->gap_start | p->gap_size) % (1 << 20) ||
	    p->gap_start + p->gap_size > GAP_END_MAX || p->gap_start > GAP_END_MAX)
		die(2, "-gap takes whole MiB, at least 16M, between 32M and 0xfec00000");
	if (p->high_mmio_size < 1 << 20 || p->high_mmio_size > 64ull << 30 || p->high_mmio_size % HV_PAGE)
		die(2, "-high-mmio takes 1M to 64G in whole pages");
	if (opt.pci && p->generation != 1)
		die(2, "%s: only generation 1 has a PCI bus of this kind", opt.piix ? "-piix" : "-pci");
	if (p->generation == 2) {
		p->fb_base = p->gap_start;
		p->fb_size = 8 << 20;
	}
}

static void on_end(int sig)
{
	(void)sig;
	asked_to_end = 1;
}

static void on_crash(int sig)
{
	trace_flush();
	signal(sig, SIG_DFL);
	raise(sig);
}

static void signals(void)
{
	struct sigaction end = { .sa_handler = on_end }, crash = { .sa_handler = on_crash };

	signal(SIGPIPE, SIG_IGN);
	sigaction(SIGTERM, &end, NULL);
	sigaction(SIGINT, &end, NULL);
	sigaction(SIGHUP, &end, NULL);
	sigaction(SIGSEGV, &crash, NULL);
	sigaction(SIGBUS, &crash, NULL);
	sigaction(SIGABRT, &crash, NULL);
	sigaction(SIGFPE, &crash, NULL);
}

int main(int argc, char **argv)
{
	unsigned int i;
	u64 broken;
	int code;

	defaults();
	parse_options(argc, argv);
	check_options();
	signals();
	if (opt.trace_file)
		trace_open(opt.trace_file);
	kvm_prepare();
	msr_reset();
	pio_reset();
	vmbus_init();
	for (i = 0; i < n_devices; i++)
		if (!device_create(devices[i]))
			return 2;
	if (opt.piix)
		piix_init();
	kvm_open();
	uart_open();
	ctl_start();
	timer_thread_start();
	code = kvm_run_vm();

	ctl_stop();
	timer_thread_stop();
	broken = check_total();
	if (broken) {
		fprintf(stderr, "hvhost: the guest broke the rules %llu times; see check.* in the counters\n",
			(unsigned long long)broken);
		if (opt.zero_violations && (code == 0 || code == 7 || code == 8))
			code = 6;
	}
	uart_close();
	if (opt.counters_file)
		counters_write(opt.counters_file);
	trace("vm", "exit %d", code);
	trace_flush();
	/* Service threads of devices may still run: no destructors under them. */
	fflush(NULL);
	_exit(code);
}
