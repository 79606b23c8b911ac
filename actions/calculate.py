"""Works out what a subsidy comes to."""

from actions.base import DialogueAction


class ActionCalculate(DialogueAction):
    """Works out what a subsidy comes to."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_calculate"
