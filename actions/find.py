"""Points to schemes that a situation may fit."""

from actions.base import DialogueAction


class ActionFind(DialogueAction):
    """Points to schemes that a situation may fit."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_find"
