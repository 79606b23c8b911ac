"""Says that nobody can promise a grant, who decides, and how."""

from actions.base import DialogueAction


class ActionGuarantee(DialogueAction):
    """Says that nobody can promise a grant, who decides, and how."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_guarantee"
