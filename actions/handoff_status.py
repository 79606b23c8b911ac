"""Tells where a case can be seen."""

from actions.base import DialogueAction


class ActionHandoffStatus(DialogueAction):
    """Tells where a case can be seen."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_handoff_status"
