"""Ways past `perform` that django-fsm-2 leaves open, each closed (house style, chapter "traps")."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.forms import modelform_factory
from django.template import Context, Template
from django_fsm import FSMField, TransitionNotAllowed

from core.lifecycle import LifecycleModel, declared_moves, move, perform
from creation_cycle.models import Candidacy
from tests.journey import Journey

pytestmark = pytest.mark.django_db
MACHINES = [model for model in apps.get_models() if issubclass(model, LifecycleModel)]


@pytest.fixture
def world() -> Journey:
    return Journey()


@pytest.fixture
def draft(world) -> Candidacy:
    return world.candidacy("draft")


def assert_protected(record):
    before = record.state
    with pytest.raises(AttributeError, match="Direct state modification"):
        record.state = "certified"
    assert record.state == before


def test_assigning_a_state_is_refused(draft):
    assert_protected(draft)
    assert_protected(Candidacy.objects.get(pk=draft.pk))


@pytest.mark.parametrize("fields", [None, ["state"], ["state", "plan"], ["plan"]])
def test_assigning_stays_refused_after_a_refresh(draft, fields):
    draft.refresh_from_db(fields=fields)
    assert "state" in draft.__dict__
    assert_protected(draft)


def test_a_refresh_reads_the_new_state_in_the_same_query(world, draft, django_assert_num_queries):
    perform(draft, "submit", by=world.captain)
    with django_assert_num_queries(1):
        draft.refresh_from_db()
        assert draft.state == "submitted"


def test_a_refresh_that_fails_loses_nothing(draft):
    Candidacy.objects.filter(pk=draft.pk).delete()
    with pytest.raises(Candidacy.DoesNotExist):
        draft.refresh_from_db()
    assert_protected(draft)


def test_a_deferred_state_is_loaded_when_it_is_asked_for(draft):
    deferred = Candidacy.objects.defer("state").get(pk=draft.pk)
    deferred.refresh_from_db()
    assert "state" not in deferred.__dict__
    assert deferred.state == "draft"
    assert_protected(deferred)


def test_while_one_record_refreshes_all_others_stay_protected(world, draft):
    """The stock mixin opens the class while it refreshes: another thread could then assign."""
    other = Candidacy.objects.get(pk=draft.pk)
    tried = []

    def meanwhile(execute, *query):
        assert_protected(other)
        tried.append(query)
        return execute(*query)

    with connection.execute_wrapper(meanwhile):
        draft.refresh_from_db()
    assert len(tried) == 1


def test_validation_does_not_trip_over_the_protected_column(draft):
    draft.full_clean()
    draft.plan = "新的规划"
    draft.full_clean()
    with pytest.raises(ValidationError):
        Candidacy(unit=draft.unit, cycle=draft.cycle, kind="unknown").full_clean()


def test_a_form_never_offers_the_state(draft):
    form_class = modelform_factory(Candidacy, fields=["plan"])
    form = form_class({"plan": "规划", "state": "certified"}, instance=draft)
    assert form.is_valid()
    assert form.save().state == "draft"
    assert not Candidacy._meta.get_field("state").editable


def test_calling_a_move_directly_is_refused(draft):
    with pytest.raises(TransitionNotAllowed):
        draft.submit()
    assert draft.state == "draft"


def test_a_template_that_names_a_move_does_not_run_it(draft):
    page = Template("[{{ record.submit }}|{{ record.withdraw }}|{{ record.get_state_display }}]")
    assert page.render(Context({"record": draft})) == "[||草稿]"
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize("state", ["unknown", "", "certified", "declined", "rejected", "filed", "met"])
def test_the_database_refuses_a_state_without_what_belongs_to_it(draft, state):
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidacy.objects.filter(pk=draft.pk).update(state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidacy.objects.bulk_create(
            [Candidacy(unit=draft.unit, cycle=draft.cycle, level="city", state=state)]
        )
    deferred = Candidacy.objects.defer("state").get(pk=draft.pk)
    deferred.state = state
    with pytest.raises(IntegrityError), transaction.atomic():
        deferred.save()


def test_the_database_refuses_a_certifier_who_nominated(world):
    publicised = world.candidacy("publicised")
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidacy.objects.filter(pk=publicised.pk).update(certified_by=publicised.nominated_by)


def test_the_database_refuses_a_second_live_candidacy(draft):
    again = Candidacy(unit=draft.unit, cycle=draft.cycle)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.parametrize(
    "source", ["*", "+", {"draft"}, frozenset({"draft"}), ("draft",), ["draft", "*"], [None]]
)
def test_sources_are_named_one_by_one(source):
    with pytest.raises(TypeError, match="named one by one"):
        move(FSMField(), source=source, target="done", label="办理", actor="谁")


@pytest.mark.parametrize("model", MACHINES)
def test_every_declared_source_is_a_state_of_its_model(model):
    known = set(dict(model._meta.get_field("state").flatchoices))
    edges = {(edge.source, edge.target) for edge in declared_moves(model)}
    assert {state for edge in edges for state in edge} <= known


@pytest.mark.parametrize("model", MACHINES)
def test_one_state_machine_per_model(model):
    machines = [field.name for field in model._meta.get_fields() if isinstance(field, FSMField)]
    assert machines == ["state"]
    names = [constraint.name for constraint in model._meta.constraints]
    assert [name for name in names if name.endswith("_state_known")]
    assert isinstance(model._meta.get_field("state").default, models.TextChoices)
