"""Packets. One idea: a packet is a number, with its addresses and a serial number in it."""

from __future__ import annotations

from typing import Final

from unknot.lang import u32

BROADCAST: Final = 0xFF
"""The address of everybody. Others are numbers from 1 on; 0 is nobody's."""


def packet(source: u32, destination: u32, number: u32) -> u32:
    """A packet. `number` tells it from others of its source."""
    return source | destination << 8 | (number + 1) << 16


def source_of(p: u32) -> u32:
    """The address of its sender."""
    return p & 0xFF


def destination_of(p: u32) -> u32:
    """The address it is for."""
    return p >> 8 & 0xFF


def number_of(p: u32) -> u32:
    """Its serial number."""
    return (p >> 16) - 1
