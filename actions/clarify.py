"""Asks with buttons, or admits that a message was not understood."""

from actions.base import DialogueAction


class ActionClarify(DialogueAction):
    """Asks with buttons, or admits that a message was not understood."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_clarify"
