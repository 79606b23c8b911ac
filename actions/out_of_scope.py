"""Says plainly what it cannot help with, and who can."""

from actions.base import DialogueAction


class ActionOutOfScope(DialogueAction):
    """Says plainly what it cannot help with, and who can."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_out_of_scope"
