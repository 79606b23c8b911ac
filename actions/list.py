"""Lists the schemes."""

from actions.base import DialogueAction


class ActionList(DialogueAction):
    """Lists the schemes."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_list"
