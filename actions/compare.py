"""Sets two schemes side by side."""

from actions.base import DialogueAction


class ActionCompare(DialogueAction):
    """Sets two schemes side by side."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_compare"
