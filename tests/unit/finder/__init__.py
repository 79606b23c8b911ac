"""The finder: rules, reading and conversation."""
