"""Competency questions as SPARQL files with parameters, run and tabulated."""
