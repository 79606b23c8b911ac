"""How each kind of message looks in Telegram: pure functions from a stored message to what is sent."""
