"""The real assistant, driven from outside."""
