"""Readers, one per file format: each turns a file into a :class:`Document`."""
