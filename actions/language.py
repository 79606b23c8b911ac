"""Changes the language of the answers."""

from actions.base import DialogueAction


class ActionLanguage(DialogueAction):
    """Changes the language of the answers."""

    def name(self) -> str:
        """Return the name Rasa knows the action by."""
        return "action_language"
