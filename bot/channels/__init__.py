"""Channels: the public doors through which an employer reaches the assistant."""
