"""A conversation in the hands of a person: the request, the queue, the owner, the promise and the time limits."""
