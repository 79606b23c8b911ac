"""Greets, thanks, says what the assistant is."""

from actions.base import DialogueAction


class ActionSmalltalk(DialogueAction):
    """Greets, thanks, says what the assistant is."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_smalltalk"
