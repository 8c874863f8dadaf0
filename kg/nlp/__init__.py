"""`Filing` to mentions and facts: spaCy components, phenomena and families of facts."""
