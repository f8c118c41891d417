"""Makes the mistakes that people make at a keyboard.

Independent of the book: it knows keys that lie side by side, nothing of spellings the
book forgives. One mistake is a neighbouring key, two letters swapped, one letter lost
or one letter doubled; it always changes the text and never touches digits, because
a wrong digit is another address and not a misspelled one.
"""

from random import Random

ROWS = ("qwertyuiopå", "asdfghjklæø", "zxcvbnm")


def neighbours(letter: str) -> str:
    """Keys beside, above and below a letter on a Nordic keyboard."""
    for r, row in enumerate(ROWS):
        c = row.find(letter)
        if c >= 0:
            near = row[max(c - 1, 0) : c] + row[c + 1 : c + 2]
            for other in (r - 1, r + 1):
                if 0 <= other < len(ROWS):
                    near += ROWS[other][max(c - 1, 0) : c + 1]
            return near
    return "e"


def misspelled(text: str, random: Random) -> str:
    """The text with one mistake in one of its letters."""
    letters = [i for i, c in enumerate(text) if c.isalpha()]
    while True:
        i = random.choice(letters)
        c = text[i]
        match random.randrange(4):
            case 0:
                key = random.choice(neighbours(c.lower()))
                wrong = text[:i] + (key.upper() if c.isupper() else key) + text[i + 1 :]
            case 1 if i + 1 < len(text) and text[i + 1].isalpha():
                wrong = text[:i] + text[i + 1] + c + text[i + 2 :]
            case 2:
                wrong = text[:i] + text[i + 1 :]
            case _:
                wrong = text[: i + 1] + c + text[i + 1 :]
        if wrong != text:
            return wrong
