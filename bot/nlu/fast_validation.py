"""Check the results of custom actions without rebuilding the JSON schema for every one.

Rasa calls `jsonschema.validate(result, schema)` for each action result; that call first checks the schema
against its own meta-schema, about 40 ms a message. The schema never changes, so a validator made once does the
same check in about one millisecond (docs/benchmarks.md).
"""

from typing import Any, Dict, Text


def install() -> None:
    """Replace `RemoteAction._validate_action_result` with one that keeps its validator."""
    import rasa.core.actions.action as actions
    from jsonschema import Draft7Validator, ValidationError

    validator = Draft7Validator(actions.RemoteAction.action_response_format_spec())

    def validate(self: Any, result: Dict[Text, Any]) -> bool:
        try:
            validator.validate(result)
        except ValidationError as error:
            error.message += (
                f". Failed to validate Action server response from '{self.name()}'; "
                "the response must follow Rasa's action response format."
            )
            raise
        return True

    actions.RemoteAction._validate_action_result = validate
