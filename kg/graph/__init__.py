"""Facts to RDF and back: the store, derived graphs, validation, NetworkX views, exports."""
