"""管理办法测试 as forms: the paper that a member fills in, and a question of the bank as an officer writes it."""

from collections.abc import Sequence

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from core import clock
from core.text import chinese_date
from reviews.enums import QuestionKind, QuizUse
from reviews.models import Question, Quiz, QuizAttempt
from reviews.question_texts import LETTERS, Unsound, answer_letters, options_in, written

CHOSEN = "chosen"
"""Names the questions that the page showed an answer to, or that were answered there since (quiz.js)."""


class PaperForm(forms.Form):
    """The questions of one attempt, all of them optional: nothing in it tells which options are right."""

    def __init__(self, *args, attempt: QuizAttempt, **kwargs):
        super().__init__(*args, **kwargs)
        for place, question in enumerate(attempt.paper):
            self.fields[f"q{place}"] = _question_field(place, question, attempt.answers.get(str(place), []))

    @property
    def answers(self) -> dict[int, list[int]]:
        """What was chosen, by place; what was unticked is empty.

        Left out are questions that this page never showed an answer to: another tab may have given one.
        """
        shown = self.data.getlist(CHOSEN)
        return {
            int(name[1:]): [int(one) for one in (chosen if isinstance(chosen, list) else [chosen])]
            for name, chosen in self.cleaned_data.items()
            if chosen or (isinstance(chosen, list) and name in shown)
        }


def _question_field(place: int, question: dict, chosen: list[int]) -> forms.ChoiceField:
    is_multiple = question["kind"] == QuestionKind.MULTIPLE
    made, widget = (
        (forms.MultipleChoiceField, forms.CheckboxSelectMultiple)
        if is_multiple
        else (forms.ChoiceField, forms.RadioSelect)
    )
    values = [str(one) for one in chosen]
    return made(
        label=f"{place + 1}. {question['text']}（{QuestionKind(question['kind']).label}）",
        choices=[(str(at), text) for at, text in enumerate(question["options"])],
        initial=values if is_multiple else (values or [""])[0],
        required=False,
        widget=widget,
    )


class QuestionForm(forms.ModelForm):
    """Options as lines, the answer as letters; what makes a question sound is told at the field."""

    options_text = forms.CharField(
        label="选项",
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 6}),
        help_text="每行一个选项。判断题不填。答题时选项顺序随机，请不要写“以上都对”。",
    )
    answer_text = forms.CharField(
        label="答案",
        max_length=20,
        widget=UnfoldAdminTextInputWidget(),
        help_text="选项按行依次为 A、B、C……，例如 A 或 ACD；判断题填“正确”或“错误”。",
    )

    class Meta:
        model = Question
        fields = ["committee", "kind", "text", "clause", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        question = self.instance
        if question.pk:
            is_truth = question.kind == QuestionKind.TRUE_FALSE
            self.initial["options_text"] = "" if is_truth else "\n".join(question.options)
            self.initial["answer_text"] = answer_letters(question.kind, question.answer)

    def clean(self):
        values = super().clean()
        if "kind" not in values or "text" not in values or "answer_text" not in values:
            return values
        try:
            question = written(
                kind=QuestionKind(values["kind"]).label,
                text=values["text"],
                options=options_in(values["options_text"]),
                answer=values["answer_text"],
                clause=values.get("clause", ""),
            )
        except Unsound as unsound:
            for name, reason in unsound.reasons.items():
                self.add_error({"options": "options_text", "answer": "answer_text"}.get(name, name), reason)
            return values
        self.instance.options, self.instance.answer = list(question.options), list(question.answer)
        self._refuse_second(values)
        return values

    def _refuse_second(self, values) -> None:
        """The database's own rule, which a form without the fixed committee does not see."""
        committee = values.get("committee") or self.instance.committee
        same = Question.objects.filter(committee=committee, text=values["text"]).exclude(pk=self.instance.pk)
        if same.exists():
            self.add_error("text", "题库中已有同样的题目。")


class QuizForm(forms.ModelForm):
    """What a test needs before anybody takes it: a bank that fills a paper, days within which the round still runs."""

    class Meta:
        model = Quiz
        fields = [
            "round", "name", "opens_on", "closes_on", "questions", "minutes", "use", "pass_mark", "bonus_max",
            "counts_absent",
        ]  # fmt: skip

    def clean(self):
        values = super().clean()
        round_ = values.get("round") or (self.instance.round if self.instance.round_id else None)
        if round_ and (asked := values.get("questions")):
            bank = Question.objects.asked().filter(committee=round_.committee_id).count()
            if bank < asked:
                self.add_error("questions", f"{round_.cycle.committee}的题库只有 {bank} 道启用的题目。")
        if round_ and values.get("use") == QuizUse.BONUS:
            others = round_.quizzes.filter(use=QuizUse.BONUS).exclude(pk=self.instance.pk)
            if others.exists():
                self.add_error("use", "本轮考核已有一次折算加分的测试。")
        if "closes_on" in self.changed_data and (closes_on := values.get("closes_on")):
            self._check_last_day(closes_on, round_)
        return values

    def _check_last_day(self, closes_on, round_) -> None:
        """Not in the past, where attempts would still be under way; not after the round has to be settled."""
        if closes_on < clock.today():
            self.add_error("closes_on", "截止日期不能早于今天。")
        last = round_ and (round_.settles_by or round_.closes_on)
        if last and closes_on > last:
            self.add_error("closes_on", f"须在本轮考核结束前截止，不晚于{chinese_date(last)}。")


def shown_options(options: Sequence[str]) -> str:
    """Options with their letters, for a page to read."""
    return "　".join(f"{letter}. {text}" for letter, text in zip(LETTERS, options, strict=False))
