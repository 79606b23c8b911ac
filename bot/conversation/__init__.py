"""Conversations: what is said, by whom, in which language, and in which order."""
