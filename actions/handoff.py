"""Tells how to reach a person."""

from actions.base import DialogueAction


class ActionHandoff(DialogueAction):
    """Tells how to reach a person."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_handoff"
