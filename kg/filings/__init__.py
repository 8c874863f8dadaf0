"""Bytes to `Filing`: formats, cover facts, sections, clean text with a map back to the source."""
