// SPDX-License-Identifier: GPL-2.0-only
/*
 * I/O ports of the board: ACPI registers, reset, clock chip.
 *
 * Port 0x500 takes a byte as a mark in the trace: the cheapest way for a guest
 * script to say "here I am".
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core.h"

#define RESET_PORT 0xcf9
#define KBD_COMMAND_PORT 0x64
#define KBD_PULSE_RESET 0xfe
#define CMOS_INDEX 0x70
#define CMOS_DATA 0x71
#define MARK_PORT 0x500

#define PM1_POWER_BUTTON (1u << 8)
#define PM1_SCI_ENABLED (1u << 0)
#define PM1_SLEEP_TYPE(v) ((v) >> 10 & 7)
#define PM1_SLEEP_ENABLE (1u << 13)
#define PM_TIMER_HZ 3579545ull

static u32 port_uses[0x10000];	/* vm.lock */
static u16 pm_status, pm_enable, pm_control = PM1_SCI_ENABLED;
static u8 cmos_index, cmos_ram[128];

void pio_reset(void)
{
	pm_status = 0;
	pm_enable = 0;
	pm_control = PM1_SCI_ENABLED;
	cmos_index = 0;
	pci_reset();
	piix_reset();
}

static void sci_update(void)
{
	kvm_irq_line(SCI_IRQ, pm_status & pm_enable & PM1_POWER_BUTTON);
}

void pio_power_button(void)
{
	pm_status |= PM1_POWER_BUTTON;
	sci_update();
}

static void sleep_request(unsigned int type)
{
	trace("vm", "acpi sleep type %u", type);
	vm_stop(type == 4 ? 8 : 0);
}

/* ---- clock chip: UTC, 24 hours, BCD ---- */

static u8 bcd(unsigned int v)
{
	return v / 10 << 4 | v % 10;
}

static u8 cmos_read(u8 index)
{
	time_t t = host_time_100ns() / 10000000 - 11644473600ull;
	struct tm tm;

	/* No chip there.  Not 0xff: some code waits a second for its busy bit, 0x80 of register 10, to fall. */
	if (vm.prof.generation == 2)
		return 0x7f;
	gmtime_r(&t, &tm);
	switch (index) {
	case 0x00:
		return bcd(tm.tm_sec);
	case 0x02:
		return bcd(tm.tm_min);
	case 0x04:
		return bcd(tm.tm_hour);
	case 0x06:
		return bcd(tm.tm_wday + 1);
	case 0x07:
		return bcd(tm.tm_mday);
	case 0x08:
		return bcd(tm.tm_mon + 1);
	case 0x09:
		return bcd(tm.tm_year % 100);
	case 0x32:
		return bcd(19 + tm.tm_year / 100);
	case 0x0a: {
		/* Update in progress during the last 2 ms of each second, as the kernel waits for its edge. */
		u64 in_second = host_time_100ns() % 10000000;

		return 0x26 | (in_second > 9980000 ? 0x80 : 0);
	}
	case 0x0b:
		return 0x02;
	case 0x0d:
		return 0x80;
	default:
		return cmos_ram[index];
	}
}

/* ---- dispatch ---- */

static u32 pm_timer(void)
{
	return (unsigned __int128)ref_time() * PM_TIMER_HZ / 10000000;
}

static u32 port_read(u16 port, unsigned int size)
{
	switch (port) {
	case PM_EVT_PORT:
		return pm_status | (size == 4 ? (u32)pm_enable << 16 : 0);
	case PM_EVT_PORT + 2:
		return pm_enable;
	case PM_CNT_PORT:
		return pm_control;
	case PM_TMR_PORT:
		return pm_timer();
	case CMOS_DATA:
		return cmos_read(cmos_index & 0x7f);
	default:
		return 0xffffffff;
	}
}

static void port_write(u16 port, u32 value, unsigned int size)
{
	switch (port) {
	case PM_EVT_PORT:
		pm_status &= ~value;
		if (size == 4)
			pm_enable = value >> 16;
		sci_update();
		break;
	case PM_EVT_PORT + 2:
		pm_enable = value;
		sci_update();
		break;
	case PM_CNT_PORT:
		pm_control = (value & ~PM1_SLEEP_ENABLE) | PM1_SCI_ENABLED;
		if (value & PM1_SLEEP_ENABLE)
			sleep_request(PM1_SLEEP_TYPE(value));
		break;
	case RESET_PORT:
		if (value & 4)
			vm_request_reset("port 0xcf9");
		break;
	case KBD_COMMAND_PORT:
		if ((value & 0xff) == KBD_PULSE_RESET)
			vm_request_reset("port 0x64");
		break;
	case CMOS_INDEX:
		cmos_index = value;
		break;
	case CMOS_DATA:
		cmos_ram[cmos_index & 0x7f] = value;
		break;
	case MARK_PORT:
		trace("vm", "mark %u", value & 0xff);
		break;
	}
}

void pio_access(struct vcpu *v, u16 port, bool write, u8 *data, unsigned int size)
{
	u32 value = 0;

	(void)v;
	port_uses[port]++;
	if (size == 1 && uart_access(port, write, data))
		return;
	/* The reset register lies in the middle of the PCI ports. */
	if (port >= 0xcf8 && port <= 0xcff && (port != RESET_PORT || size != 1) && pci_access(port, write, data, size))
		return;
	if (piix_access(port, write, data, size))
		return;
	if (write) {
		memcpy(&value, data, size);
		port_write(port, value, size);
		return;
	}
	value = port_read(port, size);
	memcpy(data, &value, size);
}

void pio_export_counters(void)
{
	char name[40];
	u32 port;

	for (port = 0; port < 0x10000; port++) {
		if (port_uses[port] < 100)
			continue;	/* only what costs something */
		snprintf(name, sizeof(name), "exits.port.%#x", port);
		counter_set(name, port_uses[port]);
	}
}

void pio_counters_reset(void)
{
	memset(port_uses, 0, sizeof(port_uses));
}
