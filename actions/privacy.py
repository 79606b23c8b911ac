"""Tells what is stored and what not to write."""

from actions.base import DialogueAction


class ActionPrivacy(DialogueAction):
    """Tells what is stored and what not to write."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_privacy"
