"""The knowledge base: content files, their check, their storage and the look-ups."""
