"""Biotech filings to a pipeline knowledge graph in which every fact shows the words that state it."""
