"""Answers questions on a topic of a scheme."""

from actions.base import DialogueAction


class ActionAnswer(DialogueAction):
    """Answers questions on a topic of a scheme."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_answer"
