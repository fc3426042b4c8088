"""Components shared by all pages; `docs/look.md` shows them. They duck-type and import nothing above `core`.

Every tag escapes what it is given. Larger components have their markup in `templates/components/`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.timesince import timesince, timeuntil

from core import clock, listing

register = template.Library()

TONE_ICONS = {
    "ok": "check-circle",
    "wait": "clock",
    "stop": "x-circle",
    "info": "info",
    "idle": "circle",
}
MESSAGE_TONES = {"success": "ok", "warning": "wait", "error": "stop", "info": "info", "debug": "idle"}
STAR_WORDS = {1: "一星级", 2: "二星级", 3: "三星级"}
STAGE_WORDS = {"done": "已完成", "here": "进行中", "ahead": "未开始"}
CAPPED_AT = 1000
IN_CONFLICT = "您和他人都修改了这一项，请选择保留哪一个"


# Filters


@register.filter
def cn_date(value: date | datetime | None) -> str:
    """2026年5月12日, in the portal's time zone; empty for nothing."""
    return format_date(_local(value), "Y年n月j日") if value else ""


@register.filter
def cn_datetime(value: datetime | None) -> str:
    """2026年5月12日 10:32, in the portal's time zone; empty for nothing."""
    return format_date(_local(value), "Y年n月j日 H:i") if value else ""


@register.filter
def clause_anchor(clause: str) -> str:
    """The fragment under which `/rules/` shows a clause: 重庆某区通知 一(二)2 → 重庆某区通知-一-二-2."""
    return re.sub(r"\W+", "-", str(clause)).strip("-")


@register.filter
def capped(count: int) -> str:
    """A count as a list shows it: 1000+ beyond what was counted."""
    return f"{CAPPED_AT}+" if count > CAPPED_AT else str(count)


@register.filter
def signed(number) -> str:
    """A difference with its sign, as wide as Chinese text: ＋3.47, －7.56."""
    return f"{'＋' if number > 0 else '－' if number < 0 else ''}{abs(number)}"


@register.filter
def tone_icon(tone: str) -> str:
    return TONE_ICONS[tone]


@register.filter
def message_tone(tags: str) -> str:
    """The tone of a Django message, from its tags."""
    return next((MESSAGE_TONES[tag] for tag in str(tags).split() if tag in MESSAGE_TONES), "info")


def _local(value: date | datetime) -> date | datetime:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


# Atoms: they stand inside sentences and long lists, so they are built here, without white space around them


@register.simple_tag
def icon(name: str, label: str = "") -> str:
    """A symbol of `static/img/icons.svg`; with `label` it speaks, without it is decoration."""
    speech = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon" {} focusable="false"><use href="{}#{}"></use></svg>',
        speech,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def badge(text: str, tone: str = "idle") -> str:
    """A word with an icon in one of the tones ok, wait, stop, info, idle."""
    return format_html('<span class="state tone-{}">{}{}</span>', tone, icon(TONE_ICONS[tone]), text)


@register.simple_tag
def state_badge(record, field: str = "state") -> str:
    """A record's state. Its enum, known from the column's default, gives each member a `tone`."""
    states = type(record._meta.get_field(field).default)
    return badge(getattr(record, f"get_{field}_display")(), states(getattr(record, field)).tone)


@register.simple_tag
def stars(count: int | None) -> str:
    """Gold stars beside the word; 0 or None says 未定星级."""
    symbols = format_html_join("", "{}", [(icon("star"),)] * (count or 0))
    return format_html(
        '<span class="stars">{}<span>{}</span></span>', symbols, STAR_WORDS.get(count, "未定星级")
    )


@register.simple_tag
def when(value: date | datetime | None, time: bool = False) -> str:
    """A date (with `time=True` and the hour), machine-readable, with how long ago or ahead as its title."""
    if not value:
        return ""
    iso = _local(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()
    shown = cn_datetime(value) if time else cn_date(value)
    return format_html('<time datetime="{}" title="{}">{}</time>', iso, _relative(value), shown)


def _relative(value: date | datetime) -> str:
    if not isinstance(value, datetime):
        days = (value - clock.today()).days
        return "今天" if days == 0 else f"{abs(days)} 天{'后' if days > 0 else '前'}"
    now = clock.now()
    return f"{timeuntil(value, now, depth=1)}后" if value > now else f"{timesince(value, now, depth=1)}前"


@register.inclusion_tag("components/nav_link.html", takes_context=True)
def nav_link(context, url: str, label: str, count: int = 0) -> dict:
    """A link of the navigation, marked as current on its page and all pages below."""
    path = getattr(context.get("request"), "path", "")
    return {"url": url, "label": label, "count": count, "current": path.startswith(url)}


# Rules and moves


@register.inclusion_tag("components/finding.html", takes_context=True)
def finding(context, item) -> dict:
    """One `core.lifecycle.Finding`: sentence with its arithmetic, clause, who can mend it.

    Where it is mended comes from the page: `remedy_places` in its context maps `remedy_at` to an address.
    """
    tone, places = finding_tone(item), context.get("remedy_places") or {}
    icon_name = "warning" if tone == "wait" else TONE_ICONS[tone]
    measured = "" if item.measured in item.text else item.measured
    return {
        "finding": item,
        "measured": measured,
        "tone": tone,
        "icon_name": icon_name,
        "place": places.get(item.remedy_at),
    }


@register.filter
def finding_tone(item) -> str:
    """ok when met, stop when it blocks, wait when it only advises."""
    return "ok" if item.ok else "stop" if item.blocks else "wait"


@register.inclusion_tag("components/findings.html", takes_context=True)
def findings(context, items: Iterable) -> dict:
    """Failed ones stay open, blocking before advisory; passed ones fold away behind their count."""
    items = list(items)
    failed = sorted((item for item in items if not item.ok), key=lambda item: not item.blocks)
    passed = [item for item in items if item.ok]
    return {"failed": failed, "passed": passed, "remedy_places": context.get("remedy_places")}


@register.inclusion_tag("components/stepper.html")
def stepper(stages: Sequence) -> dict:
    """Stages with `label`, `date` (or None) and `status` done, here or ahead; phones show the present one."""
    here = next((n for n, stage in enumerate(stages) if stage.status == "here"), None)
    if here is None:
        here = max(0, sum(stage.status == "done" for stage in stages) - 1)
    rows = [{"stage": stage, "word": STAGE_WORDS[stage.status]} for stage in stages]
    return {"rows": rows, "number": here + 1, "present": stages[here]}


# Page parts


@register.inclusion_tag("components/next_step.html", takes_context=True)
def next_step_card(context, step) -> dict:
    """What next? `step` has title and may have text, due, workdays_left, provisional, reasons, action_label,
    action_url.
    """
    return {"step": step, "remedy_places": context.get("remedy_places")}


@register.inclusion_tag("components/empty_state.html")
def empty_state(title: str, action_url: str = "", action_label: str = "") -> dict:
    """An empty list: one sentence and at most one action."""
    return {"title": title, "action_url": action_url, "action_label": action_label}


@register.inclusion_tag("components/facts.html")
def facts(pairs: Mapping | Iterable[tuple]) -> dict:
    """Label and value pairs as a definition list; empty values read 未填写."""
    return {"pairs": list(pairs.items() if isinstance(pairs, Mapping) else pairs)}


@register.inclusion_tag("components/history.html")
def history(entries: Iterable, record=None) -> dict:
    """Ledger entries in the order given; with `record` its states are shown in words."""
    labels = dict(record._meta.get_field("state").flatchoices) if record else {}
    rows = [
        {
            "entry": entry,
            "source": labels.get(entry.source, entry.source),
            "target": labels.get(entry.target, entry.target),
        }
        for entry in entries
    ]
    return {"rows": rows}


@register.inclusion_tag("components/progress.html")
def progress(done: int, total: int, label: str = "进度") -> dict:
    """A bar with done/total; without a total it only shows that work goes on."""
    return {"done": done, "total": total, "label": label}


@register.inclusion_tag("components/notice.html")
def notice(text: str, tone: str = "info") -> dict:
    """A sentence set apart in one of the tones; a stop is announced at once."""
    return {"text": text, "tone": tone, "icon_name": TONE_ICONS[tone]}


# Lists and forms


@register.inclusion_tag("components/chips.html", takes_context=True)
def filter_chips(context, form) -> dict:
    """The filters that are set in a bound form read from the query string, removable one by one."""
    return {"chips": listing.chips(form, context["request"].GET)}


@register.inclusion_tag("components/pager.html", takes_context=True)
def pager(context, page) -> dict:
    """Keyset pages: `page.after` and `page.before` are tokens of the neighbours, or empty."""
    return {"request": context["request"], "page": page}


@register.inclusion_tag("components/field.html")
def field(bound, unit: str = "") -> dict:
    """A form field: label above, required in words, hint and error below, a unit behind numbers."""
    return {"field": bound, "unit": unit}


@register.inclusion_tag("components/merge_choice.html")
def merge_choice(bound, swap: bool = False) -> dict:
    """Below a field: both versions and the choice while two people's changes are in conflict, else its place."""
    form = bound.form
    conflict = getattr(form, "conflicts", {}).get(bound.name)
    context = {"field": bound, "swap": swap, "merges": getattr(form, "merges", False), "conflict": conflict}
    if conflict is None:
        return context
    return context | {
        "mine": form.words_for(bound.name, conflict.mine),
        "theirs": form.words_for(bound.name, conflict.theirs),
        "choice_name": form.add_prefix(f"choice-{bound.name}"),
        "theirs_name": form.add_prefix(f"theirs-{bound.name}"),
    }


@register.inclusion_tag("components/merge_answers.html")
def merge_answers(forms: Iterable) -> dict:
    """In the answer of an autosave: what each merging form counts as seen from now on, and changed choices."""
    return {
        "bases": [form["base"].as_widget(attrs={"hx-swap-oob": "true"}) for form in forms],
        "changed": [form[name] for form in forms for name in form.choices_to_swap],
    }


@register.inclusion_tag("components/form_fields.html")
def form_fields(form) -> dict:
    """The summary of errors and all fields of a form, in order."""
    return {"form": form}


@register.inclusion_tag("components/form_errors.html")
def form_errors(form) -> dict:
    """A summary of all errors whose lines lead to their fields; nothing when there are none."""
    rows = [{"field": bound, "errors": bound.errors} for bound in form if bound.errors]
    rows += [{"field": form[name], "errors": [IN_CONFLICT]} for name in getattr(form, "conflicts", ())]
    general = form.non_field_errors()
    return {"rows": rows, "general": general, "count": len(rows) + len(general)}
