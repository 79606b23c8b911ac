"""Custom actions that Rasa calls; each is a thin way into `bot.dialogue`."""
