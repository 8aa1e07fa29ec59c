// SPDX-License-Identifier: GPL-2.0-only
/*
 * The devices that the stand-in host tells by ACPI.  acpi.c patches what depends
 * on the profile: the two memory windows, the spelling of VMBUS, _S4 and the clock.
 */
DefinitionBlock ("", "DSDT", 2, "HVHOST", "STANDIN", 1)
{
	Name (\_S5, Package () { 5, 5, 0, 0 })
	Name (\_S4, Package () { 4, 4, 0, 0 })

	Scope (\_SB)
	{
		Device (VMOD)
		{
			Name (_HID, "ACPI0004")
			Name (_UID, 0)
			Name (_CRS, ResourceTemplate ()
			{
				DWordMemory (ResourceProducer, PosDecode, MinFixed, MaxFixed, NonCacheable, ReadWrite,
					0, 0xA1000000, 0xA1FFFFFF, 0, 0x01000000)
				QWordMemory (ResourceProducer, PosDecode, MinFixed, MaxFixed, NonCacheable, ReadWrite,
					0, 0xA200000000, 0xA2FFFFFFFF, 0, 0x100000000)
			})

			Device (VMBS)
			{
				Name (_HID, "VMBUS")
				Name (_UID, 0)
				Name (STA, 0x0F)
				Method (_STA, 0)
				{
					Return (STA)
				}
				/* The last interrupt is the one that very old guests take. */
				Name (_CRS, ResourceTemplate ()
				{
					IRQNoFlags () { 5 }
					IRQNoFlags () { 7 }
				})
			}
		}

		Device (PCI0)
		{
			Name (_HID, EisaId ("PNP0A03"))
			Name (_UID, 0)
			Name (PSTA, 0x0F)
			Method (_STA, 0)
			{
				Return (PSTA)
			}
			Name (_CRS, ResourceTemplate ()
			{
				WordBusNumber (ResourceProducer, MinFixed, MaxFixed, PosDecode, 0, 0, 0, 0, 1)
				IO (Decode16, 0xCF8, 0xCF8, 1, 8)
				WordIO (ResourceProducer, MinFixed, MaxFixed, PosDecode, EntireRange,
					0, 0x0000, 0x0CF7, 0, 0x0CF8)
				WordIO (ResourceProducer, MinFixed, MaxFixed, PosDecode, EntireRange,
					0, 0x0D00, 0xFFFF, 0, 0xF300)
				DWordMemory (ResourceProducer, PosDecode, MinFixed, MaxFixed, NonCacheable, ReadWrite,
					0, 0xA3000000, 0xA3FFFFFF, 0, 0x01000000)
			})
		}

		Device (COM1)
		{
			Name (_HID, EisaId ("PNP0501"))
			Name (_UID, 1)
			Name (_CRS, ResourceTemplate ()
			{
				IO (Decode16, 0x3F8, 0x3F8, 0, 8)
				IRQNoFlags () { 4 }
			})
		}

		Device (COM2)
		{
			Name (_HID, EisaId ("PNP0501"))
			Name (_UID, 2)
			Name (_CRS, ResourceTemplate ()
			{
				IO (Decode16, 0x2F8, 0x2F8, 0, 8)
				IRQNoFlags () { 3 }
			})
		}

		Device (RTC0)
		{
			Name (_HID, EisaId ("PNP0B00"))
			Name (RSTA, 0x0F)
			Method (_STA, 0)
			{
				Return (RSTA)
			}
			Name (_CRS, ResourceTemplate ()
			{
				IO (Decode16, 0x70, 0x70, 0, 2)
				IRQNoFlags () { 8 }
			})
		}
	}
}
