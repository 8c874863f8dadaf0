"""HTTP: the SPARQL 1.1 Protocol and pages, over a store."""
