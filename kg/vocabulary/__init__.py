"""Names to entities: lexicons, name shapes, identifiers."""
