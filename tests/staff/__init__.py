"""The staff console's server side, over HTTP and WebSocket against a really served gateway."""
