"""Write sentences as hurried people do, misspelt or without æ, ø and å, so that the encoder reads them alike."""

import random

SHARE = 0.35
"""Share of the sentences that are changed, anew in each round."""

LETTERS = "aeiourstnldkgmvøåæ"
OPENINGS = ("hei, ", "Hei! ", "hei ", "Hallo. ", "jo, ", "lurer på ", "du ", "ok, ", "eh ", "Hi, ", "altså ")
LEAST_LETTERS = 6
LONG = 60
"""From so many characters a sentence may get three slips instead of two."""

_UNMARKED = str.maketrans("", "", "?!.,")
_ASCII = str.maketrans({"ø": "o", "å": "a", "æ": "ae"})


def disturbed(text: str, chance: random.Random) -> str:
    """Return the sentence, changed in one of several ways."""
    draw = chance.random()
    if draw < 0.45:
        return misspelt(text, chance)
    if draw < 0.6:
        return text.lower().translate(_UNMARKED)
    if draw < 0.7:
        return text.lower()
    if draw < 0.8:
        return misspelt(text.lower(), chance)
    if draw < 0.87:
        return text.translate(_ASCII)
    return chance.choice(OPENINGS) + text


def misspelt(text: str, chance: random.Random) -> str:
    """Return the sentence with one to three slips of the finger."""
    letters = list(text)
    slips = 1 + int(chance.random() < 0.5) + int(len(letters) > LONG and chance.random() < 0.5)
    for _ in range(slips):
        places = [place for place in range(len(letters) - 1) if letters[place].isalpha()]
        if len(places) < LEAST_LETTERS:
            break
        place, draw = chance.choice(places), chance.random()
        if draw < 0.3:
            del letters[place]
        elif draw < 0.5:
            letters[place], letters[place + 1] = letters[place + 1], letters[place]
        elif draw < 0.7:
            letters.insert(place, letters[place])
        else:
            letters[place] = chance.choice(LETTERS)
    return "".join(letters)
