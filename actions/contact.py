"""Tells whom to call and when."""

from actions.base import DialogueAction


class ActionContact(DialogueAction):
    """Tells whom to call and when."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_contact"
