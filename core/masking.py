"""Personal data as it may be shown: 张*三, 138****1234, 1101**********002X (PIPL art. 6, 51)."""


def mask_name(name: str) -> str:
    """First and last character stay, of two characters only the first: 张*三, 李*, 欧**修."""
    return _masked(name, head=1, tail=1 if len(name) > 2 else 0)


def mask_phone(phone: str) -> str:
    """138****1234; at least four characters stay hidden, and what is shorter than that is hidden wholly."""
    return _masked(phone, head=max(0, min(3, len(phone) - 8)), tail=4, hidden=4)


def mask_identity_number(number: str) -> str:
    """1101**********002X; anything shorter than an identity number is hidden wholly."""
    return _masked(number, head=4, tail=4, hidden=7)


def _masked(text: str, *, head: int, tail: int, hidden: int = 1) -> str:
    """Stars for all but `head` and `tail` characters; all stars when fewer than `hidden` would be hidden."""
    middle = len(text) - head - tail
    if middle < hidden:
        return "*" * len(text)
    return text[:head] + "*" * middle + text[len(text) - tail :]
