"""Linearizability: histories, specifications, and whether the one fits the other."""
