"""The records behind the table of addresses (`tests/test_url_permissions.py`), and somebody in every role.

Each house names its records in a function of its own: what kind of record an address is of, and how it is reached.
"""

from contextlib import closing
from datetime import timedelta
from uuid import uuid4

from django.core.files.base import ContentFile

from accounts.models import Message
from accounts.services import drafts, inbox
from core import clock
from core.kept_input import KeptInput
from core.lifecycle import perform
from core.models import Job
from core.spreadsheets import read_text
from creation_cycle.models import Certificate
from reviews.models import Assignment, Complaint, QuizAttempt, Rectification, ScorePhoto, VetoMark
from reviews.quiz_keys import key_of
from reviews.services import inspections, rectifications, rounds
from reviews.services.complaints import complain
from tests import factories as make
from tests.creation_cycle.adjustment_world import adjustment_arguments
from tests.creation_cycle.honours_world import honour_arguments
from tests.creation_cycle.recheck_world import make_recheck, make_recheck_draw, make_title, make_year
from tests.credit.world import public_arguments as credit_arguments
from tests.journey import Journey
from tests.reviews.inspection_world import make_inspection
from tests.reviews.panels_world import make_draw
from tests.reviews.quiz_world import make_quiz
from tests.reviews.selection_world import make_letter, make_selection
from tests.volunteers.register_addresses import register_arguments
from tests.volunteers.service_addresses import service_arguments
from tests.workspace.log_world import log_of_journey
from tests.workspace.media_files import photo
from tests.workspace.records import record_arguments
from units.enums import Level
from units.roster_import import importing
from workspace.media.images import clean_image
from workspace.models import GrowthCard, GrowthGoal, GrowthSupporter
from workspace.services import growth, thumbnails, votes


class World:
    """A candidacy under assessment, a certified neighbour on the roll, and somebody in every role."""

    def __init__(self):
        journey = Journey()
        self.people = people_of(journey)
        neighbour = make.make_unit(journey.county)
        certified = journey.candidacy("certified", unit=neighbour, captain=make.make_captain(neighbour))
        candidacy = journey.candidacy("creating")
        assignment = rounds.assign(journey.open_round(), candidacy, journey.reviewer, by=journey.officer)
        self.arguments = {
            **account_arguments(journey.captain),
            **unit_arguments(journey),
            **cycle_arguments(journey, candidacy, certified),
            **adjustment_arguments(journey),
            **review_arguments(journey, assignment, certified),
            **recheck_arguments(journey),
            **honour_arguments(journey),
            **letter_arguments(journey, candidacy, certified),
            **quiz_arguments(assignment),
            **activity_arguments(journey),
            **record_arguments(journey, neighbour),
            **growth_arguments(journey.unit, journey.captain),
            **credit_arguments(journey),
            **register_arguments(journey.county, self.people["superuser"]),
            **service_arguments(journey.county),
        }


def people_of(journey) -> dict:
    """Everybody but the visitor."""
    elsewhere = make.make_committee("邻市团委", Level.CITY, parent=journey.province)
    return {
        "captain": journey.captain,
        "other_captain": make.make_captain(make.make_unit(journey.county)),
        "county": journey.recommender,
        "officer": journey.officer,
        "elsewhere": make.make_officer(elsewhere),
        "reviewer": journey.reviewer,
        "auditor": journey.auditor,
        "superuser": make.make_user(is_superuser=True, is_staff=True),
    }


def account_arguments(captain) -> dict[str, dict]:
    """A job with a file, a message and a draft of the captain's."""
    job = Job.objects.create(kind="count", title="任务", created_by=captain)
    job.result_file.save("x.csv", ContentFile(b"x"))
    inbox.notify([captain], title="通知", body="", url="")
    draft = drafts.keep(KeptInput("/desk/", (("theme", "消防演练"),)), key=uuid4(), by=captain)
    return {
        "job": {"pk": job.pk},
        "message": {"pk": Message.objects.filter(recipient=captain).latest("pk").pk},
        "draft": {"key": draft.key},
    }


def unit_arguments(journey) -> dict[str, dict]:
    """The captain's unit with a member, a home, and a table whose import nobody has confirmed."""
    unit = journey.unit
    table = read_text("姓名\t出生年月\n李新\t1998年5月")
    preview = importing.start(unit, table, by=journey.captain)
    home = unit.youth_homes.get().pk
    return {
        "unit": {"unit_pk": unit.pk},
        "member": {"unit_pk": unit.pk, "pk": unit.members.last().pk},
        "roster_import": {"unit_pk": unit.pk, "pk": preview.pk},
        "youth_home": {"unit_pk": unit.pk, "pk": home},
        "agreement": {"unit_pk": unit.pk, "pk": home, "suffix": "docx"},
    }


def cycle_arguments(journey, candidacy, certified) -> dict[str, dict]:
    """The captain's candidacy, and the neighbour's with notice, title and certificate."""
    return {
        "candidacy": {"pk": candidacy.pk},
        "version": {"pk": candidacy.pk, "number": 1},
        "evidence": {"pk": candidacy.pk, "item_pk": journey.standard.items.first().pk},
        "document": {"pk": candidacy.pk, "kind": "filing", "suffix": "docx"},
        "standard": {"pk": journey.standard.pk},
        "roll": {"slug": certified.unit.slug},
        "notice": {"pk": certified.notice_entries.get().notice_id},
        "certificate": {"number": issued_certificate().number},
    }


def issued_certificate() -> Certificate:
    """The neighbour's certificate, handed out: before that nobody verifies it."""
    return perform(Certificate.objects.get(), "issue", by=None, file="x.pdf", file_hash="0" * 64)


def review_arguments(journey, assignment, certified) -> dict[str, dict]:
    """The reviewer's place in the open round, and the sheet by which the neighbour was judged."""
    item, judged = journey.standard.items.first(), certified.assignments.get()
    notice = rectification_of(journey)
    return {
        "assignment": {"pk": assignment.pk},
        "assignment_item": {"pk": assignment.pk, "item_pk": item.pk},
        "own_photo": {"pk": assignment.pk, "key": site_photo(assignment.sheet).key},
        "photo": {"key": site_photo(judged.sheet).key},
        "left_place": {"pk": left_place(journey, assignment.candidacy).pk},
        "draw": {"pk": make_draw(assignment.round, journey.officer).pk},
        "led": {"pk": assignment.round_id},
        "closed_round": {"pk": judged.round_id},
        "unit_result": {"pk": judged.round_id, "candidacy_pk": certified.pk},
        "handed_in": {"pk": judged.sheet.pk},
        "veto": {"pk": VetoMark.objects.create(score=judged.sheet.scores.first()).pk},
        "complaint": {"pk": complaint_of(journey).pk},
        **inspection_arguments(journey),
        "rectification": {"pk": notice.pk},
        "rectification_file": {"pk": notice.pk, "suffix": "docx"},
    }


def left_place(journey, candidacy) -> Assignment:
    """Somebody else's place on the panel, declined."""
    other = make.make_user()
    given = rounds.assign(journey.open_round(), candidacy, other, by=journey.officer)
    return perform(given, "decline", by=other, note="出差")


def complaint_of(journey) -> Complaint:
    """One that the unit was asked about."""
    complaint, _ = complain(journey.unit, category="service", content="窗口无人值守")
    complaint = perform(complaint, "accept", by=journey.officer)
    complaint.summary = "请说明当日排班"
    complaint.save()
    return perform(complaint, "forward", by=journey.officer)


def inspection_arguments(journey) -> dict:
    """A visit that the reviewer makes, with a picture."""
    inspection = make_inspection(journey.city, journey.unit, [journey.reviewer], by=journey.officer)
    item, key = inspection.items.first(), uuid4()
    with closing(clean_image(photo())) as media:
        inspections.add_photos(inspection, item, media={key: media})
    return {
        "inspection": {"pk": inspection.pk},
        "inspection_item": {"pk": inspection.pk, "item_pk": item.pk},
        "inspection_photo": {"key": key},
    }


def rectification_of(journey) -> Rectification:
    """A notice to the captain's unit."""
    told = Rectification(
        committee=journey.city, unit=journey.unit, problem="问题", clause="条款", due_on=clock.today()
    )
    return rectifications.issue(told, by=journey.officer)


def recheck_arguments(journey) -> dict[str, dict]:
    """A title of the captain's unit that is rechecked, and a draw of the year."""
    plan = make_year(journey.city)
    recheck = make_recheck(plan, make_title(journey.unit, journey.city))
    draw = make_recheck_draw(plan, journey.officer)
    return {"recheck": {"pk": recheck.pk}, "recheck_draw": {"pk": draw.pk}}


def activity_arguments(journey) -> dict[str, dict]:
    """A record of the log with a photo whose thumbnail is drawn."""
    log = log_of_journey(journey)
    with closing(clean_image(photo())) as picture:
        activity = log.record(media=[picture])
    file = thumbnails.draw(activity.files.get())
    unit = {"unit_pk": journey.unit.pk}
    return {
        "activity": {**unit, "pk": activity.pk},
        "report": {**unit, "year": clock.today().year},
        "file": {"key": file.key},
    }


def site_photo(sheet) -> ScorePhoto:
    """A picture taken on site, also of a sheet that was handed in long ago."""
    with closing(clean_image(photo())) as picture:
        own = ScorePhoto(sheet=sheet, item=sheet.standard.items.first(), key=uuid4(), sha256=picture.sha256)
        own.size = picture.size
        own.file.save(f"{own.key}.jpg", picture.content, save=False)
        own.thumbnail.save(f"{own.key}.webp", picture.content, save=False)
    own.save()
    return own


def letter_arguments(journey, own, neighbours) -> dict[str, dict]:
    """A selection that is drawn up, and one that was published with a letter sent to the unit and one drafted."""
    published = make_selection(journey.cycle, journey.officer, published_at=clock.now())
    sent = make_letter(published, own, sent_by=journey.officer)
    return {
        "selection": {"pk": make_selection(journey.cycle, journey.officer).pk},
        "published": {"pk": published.pk},
        "letter": {"pk": make_letter(published, neighbours).pk},
        "sent_letter": {"pk": sent.pk},
    }


def quiz_arguments(assignment) -> dict[str, dict]:
    """A test that one member of the captain's unit has taken."""
    unit, quiz = assignment.candidacy.unit, make_quiz(assignment.round)
    member = unit.members.first()
    QuizAttempt.objects.create(
        quiz=quiz, candidacy=assignment.candidacy, member=member, paper=[], asked=1, right=1, due_at=clock.now(),
        submitted_at=clock.now(),
    )  # fmt: skip
    return {
        "quiz_key": {"key": key_of(quiz.pk, member.pk)},
        "unit_quiz": {"unit_pk": unit.pk, "pk": quiz.pk},
    }


def growth_arguments(unit, captain) -> dict[str, dict]:
    """A growth card with a goal, a supporter and a comment, and an open vote about it."""
    growth.make_cards(unit, starts_on=clock.today(), ends_on=clock.today() + timedelta(days=700), by=captain)
    card = GrowthCard.objects.of(unit).first()
    goal = growth.add_part(GrowthGoal(card=card, text="考取职称"))
    supporter = growth.add_part(GrowthSupporter(card=card, kind="partner", name="赵师傅"))
    said = growth.comment(supporter, text="加油")
    vote, _ = votes.start(unit, title="阶段评估", closes_on=clock.today(), cards=[card], by=captain)
    on_card, own = {"unit_pk": unit.pk, "pk": card.pk}, {"token": card.token}
    return {
        "growth_card": on_card,
        "growth_card_file": {**on_card, "suffix": "docx"},
        "growth_goal": {**on_card, "row": goal.pk},
        "growth_supporter": {**on_card, "row": supporter.pk},
        "growth_new": {**on_card, "part": "goal"},
        "growth_part": {**on_card, "part": "goal", "row": goal.pk},
        "growth_wall": {"unit_pk": unit.pk, "month": f"{clock.today():%Y-%m}"},
        "vote": {"unit_pk": unit.pk, "pk": vote.pk},
        "own": own,
        "own_goal": {**own, "row": goal.pk},
        "own_new": {**own, "part": "goal"},
        "own_part": {**own, "part": "goal", "row": goal.pk},
        "support": {"token": supporter.token},
        "retract": {"token": supporter.token, "pk": said.pk},
    }
