"""What readers of small notations have in common: rules of alarms, patterns of events."""


def tokens_in(text, token, refused):
    """The matches of an expression, one after the other, blanks between them.

    `refused` makes the exception where no token begins, from the position and from what stands there.
    """
    position = 0
    while text[position:].strip():
        match = token.match(text, position)
        if not match:
            raise refused(position, text[position:].strip()[:40])
        yield match
        position = match.end()


def separated(rest, separator, read):
    """What `read` takes from the front of `rest`, as often as the separator comes after it."""
    parts = [read()]
    while rest and rest[0] == separator:
        rest.pop(0)
        parts.append(read())
    return parts
