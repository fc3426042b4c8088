"""A question of the bank as people write it: in a form and in a row of a table the same words mean the same."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from reviews.enums import QuestionKind

LETTERS = "ABCDEFGH"
TRUTH = ("正确", "错误")
COLUMNS = {"kind": "题型", "text": "题目", "options": "选项", "answer": "答案", "clause": "依据"}
LONGEST = {"text": 300, "options": 200, "clause": 120}
KINDS = {
    "单选题": QuestionKind.SINGLE, "单选": QuestionKind.SINGLE, "单项选择题": QuestionKind.SINGLE,
    "多选题": QuestionKind.MULTIPLE, "多选": QuestionKind.MULTIPLE, "多项选择题": QuestionKind.MULTIPLE,
    "判断题": QuestionKind.TRUE_FALSE, "判断": QuestionKind.TRUE_FALSE, "是非题": QuestionKind.TRUE_FALSE,
}  # fmt: skip
TRUE = {"正确", "对", "是", "√", "✓", "✔", "T", "TRUE", "Y"}
FALSE = {"错误", "错", "否", "不正确", "不对", "×", "X", "✗", "✘", "F", "FALSE", "N"}
BETWEEN = re.compile(r"[\s、,;，；/和]+")
NUMBERED = re.compile(r"\s*([A-Ha-h])\s*[.．、:：)）]\s*(.*)", re.DOTALL)
REFERS = re.compile(r"以上|上述|[A-H]\s*[和与、]\s*[A-H]")
"""An option that speaks of its neighbours: their order is another one on every paper."""

Chosen = tuple[tuple[str, ...], tuple[int, ...]]
"""Options, and the positions of the right ones."""


@dataclass(frozen=True)
class Written:
    """A sound question: `answer` holds the positions of the right options, from 0."""

    kind: QuestionKind
    text: str
    options: tuple[str, ...]
    answer: tuple[int, ...]
    clause: str = ""


class Unsound(ValueError):
    """What is wrong, by the keys of COLUMNS."""

    def __init__(self, reasons: dict[str, str]):
        self.reasons = reasons
        super().__init__("；".join(reasons.values()))


def written(*, kind: str, text: str, options: Sequence[str], answer: str, clause: str = "") -> Written:
    """From texts as they were typed; an empty kind follows from the answer. Raises Unsound."""
    options = tuple(option.strip() for option in options)
    while options and not options[-1]:
        options = options[:-1]
    wrong = {**_too_long(text=text, clause=clause)}
    known = _kind(kind, options, answer)
    if known is None:
        raise Unsound({**wrong, "kind": "题型应为单选题、多选题或判断题"})
    try:
        options, right = (
            _truth(options, answer) if known == QuestionKind.TRUE_FALSE else _chosen(known, options, answer)
        )
    except Unsound as unsound:
        raise Unsound(wrong | unsound.reasons) from None
    if wrong:
        raise Unsound(wrong)
    return Written(known, text.strip(), options, right, clause.strip())


def options_in(text: str) -> list[str]:
    """Options written one to a line, with or without A. B. C. before them."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    numbered = [NUMBERED.fullmatch(line) for line in lines]
    in_order = all(
        found and found[1].upper() == letter for found, letter in zip(numbered, LETTERS, strict=False)
    )
    return [found[2] for found in numbered] if lines and in_order and len(lines) <= len(LETTERS) else lines


def answer_letters(kind: str, answer: Sequence[int]) -> str:
    """As `written` reads it again: ACD, or 正确."""
    if kind == QuestionKind.TRUE_FALSE:
        return TRUTH[answer[0]]
    return "".join(LETTERS[place] for place in answer)


def _too_long(**texts: str) -> dict[str, str]:
    found = {
        name: f"共 {len(text)} 字，最多 {LONGEST[name]} 字"
        for name, text in texts.items()
        if len(text.strip()) > LONGEST[name]
    }
    return found if texts["text"].strip() else {**found, "text": "不能为空"}


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def _kind(text: str, options: Sequence[str], answer: str) -> QuestionKind | None:
    if text.strip():
        return KINDS.get(_plain(text))
    if _plain(answer) in TRUE | FALSE and (not options or set(map(_plain, options)) <= TRUE | FALSE):
        return QuestionKind.TRUE_FALSE
    return QuestionKind.SINGLE if len(BETWEEN.sub("", _plain(answer))) == 1 else QuestionKind.MULTIPLE


def _truth(options: Sequence[str], answer: str) -> Chosen:
    """正确 or 错误; a letter means the option of that letter, where the file names its options."""
    word = _plain(answer)
    named = dict(zip(LETTERS, map(_plain, options), strict=False))
    if options and (len(options) != 2 or not set(named.values()) <= TRUE | FALSE):
        raise Unsound({"options": "判断题不需要选项，或只写“正确”和“错误”"})
    word = named.get(word, word)
    if word in TRUE or word in FALSE:
        return TRUTH, (0 if word in TRUE else 1,)
    raise Unsound({"answer": "判断题的答案应为“正确”或“错误”" if word else "不能为空"})


def _chosen(
    kind: QuestionKind, options: Sequence[str], answer: str
) -> tuple[tuple[str, ...], tuple[int, ...]]:
    wrong = {}
    if fault := _options_fault(options):
        wrong["options"] = fault
    letters = BETWEEN.sub("", _plain(answer))
    if fault := _answer_fault(kind, letters, len(options)):
        wrong["answer"] = fault
    if wrong:
        raise Unsound(wrong)
    return tuple(options), tuple(sorted(LETTERS.index(letter) for letter in letters))


def _options_fault(options: Sequence[str]) -> str:
    if not 2 <= len(options) <= len(LETTERS):
        return f"有 {len(options)} 个选项，应为 2 到 {len(LETTERS)} 个"
    if "" in options:
        return f"选项 {LETTERS[options.index('')]} 为空"
    if len({_plain(option) for option in options}) < len(options):
        return "选项重复"
    if any(len(option) > LONGEST["options"] for option in options):
        return f"每个选项最多 {LONGEST['options']} 字"
    if any(REFERS.search(option) for option in options):
        return "选项的顺序每卷不同，不能写“以上都对”或“A和B”"
    return ""


def _answer_fault(kind: QuestionKind, letters: str, count: int) -> str:
    known = LETTERS[: min(count, len(LETTERS))]
    if not letters:
        return "不能为空"
    if strange := sorted(set(letters) - set(known)):
        return f"没有选项 {'、'.join(strange)}，答案应为 {known} 中的字母"
    if len(set(letters)) < len(letters):
        return "答案中有重复的字母"
    if kind == QuestionKind.SINGLE and len(letters) != 1:
        return "单选题只能有一个答案"
    if kind == QuestionKind.MULTIPLE and len(letters) < 2:
        return "多选题至少有两个答案"
    return ""
