"""Answers signs of danger with care and emergency numbers."""

from actions.base import DialogueAction


class ActionCrisis(DialogueAction):
    """Answers signs of danger with care and emergency numbers."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_crisis"
