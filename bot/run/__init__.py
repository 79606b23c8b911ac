"""Starting the assistant: checks before the start, training when needed, supervision of the processes."""
