"""The first page: a small chat that draws every kind of answer, without a framework."""
