"""What stands in the way of a request about cases or content, as answers of the API."""

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from bot.channels.errors import ApiError
from bot.conversation.store import UnknownConversationError
from bot.handoff.errors import AlreadyClaimed, Ended, Invalid, NotYours, UnknownHandoff
from bot.handoff.people import Actor


@contextmanager
def at_the_desk() -> Iterator[None]:
    """Turn what stands in the way at the desk into answers."""
    try:
        yield
    except (UnknownHandoff, UnknownConversationError) as error:
        raise unknown_case() from error
    except AlreadyClaimed as error:
        by = {"id": error.by.id, "name": error.by.name}
        raise ApiError(HTTPStatus.CONFLICT, "already_claimed", "A colleague has this case.", more={"by": by}) from error
    except NotYours as error:
        raise not_yours(error.by) from error
    except Ended as error:
        raise ApiError(HTTPStatus.CONFLICT, "ended", "The case is over.", more={"state": error.state.value}) from error
    except Invalid as error:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_body", f"Missing or wrong: {error.field}.") from error


@contextmanager
def without_content() -> Iterator[None]:
    """Say so where nothing was loaded into the knowledge base yet."""
    try:
        yield
    except LookupError as error:
        raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "no_content", "No content has been loaded yet.") from error


def unknown_case() -> ApiError:
    """Return the answer that there is no such case."""
    return ApiError(HTTPStatus.NOT_FOUND, "not_found", "There is no such case.")


def not_yours(by: Actor | None) -> ApiError:
    """Return the answer that a case is somebody else's, or nobody's."""
    more = {"by": {"id": by.id, "name": by.name} if by else None}
    return ApiError(HTTPStatus.CONFLICT, "not_yours", "Somebody else, or nobody, has this case.", more=more)
