// SPDX-License-Identifier: GPL-2.0-only
/*
 * The PCI bus of a generation 1 machine: host bridge, ISA bridge, the video
 * card by which drivers know that generation and the framebuffer to keep away from,
 * and, if the machine has it, the IDE function of the ISA bridge.
 *
 * Configuration mechanism 1 only.  The devices have no registers of their own:
 * what lies behind the video card's window reads as ones.  The ports of the IDE
 * function are the old ones, whatever is written here (piix.c).
 */
#include <string.h>

#include "core.h"

#define CONFIG_ENABLE (1u << 31)
#define SPACE 256
#define REG_COMMAND 0x04
#define REG_BAR0 0x10
#define REG_HEADER 0x0e
#define REG_IDE_TIMING 0x40	/* 2 bytes per channel */
#define IDE_TIMING_END 0x50
#define MANY_FUNCTIONS 0x80
#define VIDEO_WINDOW 0x4000000u	/* 64 MiB at the start of the gap */
#define BAR_PREFETCH 8u

static const struct {
	u8 slot, function;
	u16 vendor, device;
	u8 class, subclass;
} devices[] = {
	{ 0, 0, 0x8086, 0x7192, 0x06, 0x00 },	/* host bridge */
	{ 7, 0, 0x8086, 0x7110, 0x06, 0x01 },	/* ISA bridge */
	{ 8, 0, 0x1414, 0x5353, 0x03, 0x00 },	/* video */
	{ 7, 1, 0x8086, 0x7111, 0x01, 0x01 },	/* IDE; last: not every machine has it */
};

#define DEVICES (sizeof(devices) / sizeof(*devices))
#define BRIDGE 1
#define VIDEO 2
#define IDE 3

static u32 address;			/* vm.lock */
static u8 config[DEVICES][SPACE];

static u32 window_size(void)
{
	u32 size = VIDEO_WINDOW;

	while (size > vm.prof.gap_size || vm.prof.gap_start % size)
		size /= 2;
	return size;
}

void pci_reset(void)
{
	unsigned int i;
	u32 bar = vm.prof.gap_start | BAR_PREFETCH;

	address = 0;
	memset(config, 0, sizeof(config));
	for (i = 0; i < DEVICES; i++) {
		memcpy(config[i], &devices[i].vendor, 2);
		memcpy(config[i] + 2, &devices[i].device, 2);
		config[i][0x0a] = devices[i].subclass;
		config[i][0x0b] = devices[i].class;
	}
	config[VIDEO][REG_COMMAND] = 2;	/* memory accesses are on, as firmware leaves it */
	memcpy(config[VIDEO] + REG_BAR0, &bar, 4);
	config[BRIDGE][REG_HEADER] = opt.piix ? MANY_FUNCTIONS : 0;
	config[IDE][REG_COMMAND] = 1;	/* so are its ports */
	config[IDE][REG_IDE_TIMING + 1] = 0x80;	/* both channels are on */
	config[IDE][REG_IDE_TIMING + 3] = 0x80;
}

static u8 *selected(void)
{
	unsigned int i;

	if (!(address & CONFIG_ENABLE) || address >> 16 & 0xff)
		return NULL;
	for (i = 0; i < (opt.piix ? DEVICES : DEVICES - 1); i++)
		if (devices[i].slot == (address >> 11 & 31) && devices[i].function == (address >> 8 & 7))
			return config[i];
	return NULL;
}

static void config_write(u8 *space, unsigned int reg, u32 value, unsigned int size)
{
	u32 bar;

	if (reg == REG_COMMAND || reg == 0x3c) {
		memcpy(space + reg, &value, size < 2 ? size : 2);
		return;
	}
	if (space == config[IDE] && reg >= REG_IDE_TIMING && reg + size <= IDE_TIMING_END) {
		memcpy(space + reg, &value, size);
		return;
	}
	if (space != config[VIDEO] || reg != REG_BAR0 || size != 4)
		return;
	bar = (value & ~(window_size() - 1)) | BAR_PREFETCH;
	memcpy(space + reg, &bar, 4);
}

/* Returns false when the machine has no PCI. */
bool pci_access(u16 port, bool write, u8 *data, unsigned int size)
{
	unsigned int reg;
	u8 *space;

	if (!opt.pci)
		return false;
	if (port < 0xcfc) {
		if (port != 0xcf8 || size != 4)
			return false;
		if (write)
			memcpy(&address, data, 4);
		else
			memcpy(data, &address, 4);
		return true;
	}
	space = selected();
	reg = (address & 0xfc) + port - 0xcfc;
	if (!write)
		memset(data, 0xff, size);
	if (!space || reg + size > SPACE)
		return true;
	if (write) {
		u32 value = 0;

		memcpy(&value, data, size);
		config_write(space, reg, value, size);
	} else {
		memcpy(data, space + reg, size);
	}
	return true;
}
