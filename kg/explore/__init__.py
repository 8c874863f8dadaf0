"""Graph to one self-contained interactive page."""
