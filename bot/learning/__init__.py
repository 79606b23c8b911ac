"""Learning from use: what was not understood is listed, labelled by a person, tried, and only then taught."""
