"""The solver's promises, for any round that hypothesis thinks of: no pair that is closed, nobody above their room,
as many seats as can be filled, and the same answer every time."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from reviews.staffing import Panel, Person, price, propose

PLACES = st.sampled_from(["", "44/4420/01/", "44/4420/02/", "44/4406/01/"])
PANELS = st.lists(
    st.builds(
        Panel, key=st.just(0), seats=st.integers(0, 3), needed=st.integers(0, 3),
        industry=st.sampled_from([None, 1, 2, 3]), place=PLACES,
    ),
    max_size=7,
)  # fmt: skip
PEOPLE = st.lists(
    st.builds(
        Person, key=st.just(0), room=st.integers(0, 4), load=st.integers(0, 5),
        fields=st.frozensets(st.integers(1, 3), max_size=2), place=PLACES,
    ),
    max_size=6,
)  # fmt: skip


@st.composite
def rounds(draw):
    """Panels and people with keys of their own, some pairs closed and some already counted."""
    panels = [Panel(100 + n, p.seats, p.needed, p.industry, p.place) for n, p in enumerate(draw(PANELS))]
    people = [Person(n, p.room, p.load, p.fields, p.place) for n, p in enumerate(draw(PEOPLE))]
    pairs = [(panel.key, person.key) for panel in panels for person in people]
    some = st.frozensets(st.sampled_from(pairs)) if pairs else st.just(frozenset())
    return panels, people, draw(some), draw(some)


@settings(deadline=None)
@given(rounds())
def test_what_must_hold_holds(case):
    panels, people, closed, counted = case
    seats = propose(panels, people, closed, counted)
    assert len(set(seats)) == len(seats)
    assert not set(seats) & closed
    filled = Counter(panel for panel, _ in seats)
    assert all(filled[panel.key] <= panel.seats for panel in panels)
    loads = Counter(person for panel, person in seats if (panel, person) not in counted)
    assert all(loads[person.key] <= person.room for person in people)
    assert propose(panels, people, closed, counted) == seats


@settings(deadline=None)
@given(rounds())
def test_whoever_could_still_sit_down_does(case):
    """An empty seat means that everybody in the pool is barred, on the panel or full: the sentence adds up."""
    panels, people, closed, counted = case
    seats = propose(panels, people, closed, counted)
    filled = Counter(panel for panel, _ in seats)
    loads = Counter(person for panel, person in seats if (panel, person) not in counted)
    for panel in panels:
        for person in people:
            pair = (panel.key, person.key)
            taken = pair in closed or pair in seats
            full = loads[person.key] >= person.room and pair not in counted
            assert filled[panel.key] == panel.seats or taken or full


@settings(deadline=None, max_examples=60)
@given(rounds())
def test_as_many_seats_are_filled_as_there_can_be(case):
    """Against another solver, which is told the rules as equations instead of as a network."""
    panels, people, closed, counted = case
    model = cp_model.CpModel()
    seat = {
        (panel.key, person.key): model.new_bool_var("")
        for panel in panels
        for person in people
        if (panel.key, person.key) not in closed
    }
    for panel in panels:
        model.add(sum(var for pair, var in seat.items() if pair[0] == panel.key) <= panel.seats)
    for person in people:
        own = [var for pair, var in seat.items() if pair[1] == person.key and pair not in counted]
        model.add(sum(own) <= person.room)
    model.maximize(sum(seat.values()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    assert len(propose(panels, people, closed, counted)) == round(solver.objective_value)


def test_experts_come_first_and_neighbours_last():
    panel = Panel(1, seats=1, industry=7, place="44/4420/01/")
    expert = Person(1, room=1, fields=frozenset([7]), place="44/4420/02/")
    neighbour = Person(2, room=1, fields=frozenset([7]), place="44/4420/01/")
    stranger = Person(3, room=1, fields=frozenset([8]), place="44/4420/02/")
    anybody = Person(4, room=1, place="44/4420/02/")
    far = Person(5, room=1, fields=frozenset([7]), place="44/4406/02/")
    people = [stranger, neighbour, far, anybody, expert]
    assert sorted(people, key=lambda person: price(panel, person)) == [
        expert,
        anybody,
        far,
        neighbour,
        stranger,
    ]
    assert propose([panel], people) == [(1, 1)]


def test_loads_even_out():
    panels = [Panel(n, seats=1) for n in range(12)]
    people = [Person(n, room=12) for n in range(4)]
    assert Counter(person for _, person in propose(panels, people)) == {0: 3, 1: 3, 2: 3, 3: 3}


def test_what_people_carry_already_counts_for_the_balance():
    panels = [Panel(n, seats=1) for n in range(4)]
    people = [Person(0, room=9, load=4), Person(1, room=9)]
    assert Counter(person for _, person in propose(panels, people)) == {1: 4}


def test_quorums_come_before_further_seats():
    panels = [Panel(1, seats=3, needed=1), Panel(2, seats=3, needed=3)]
    people = [Person(n, room=1) for n in range(4)]
    assert Counter(panel for panel, _ in propose(panels, people)) == {1: 1, 2: 3}


def test_a_pair_that_is_counted_already_takes_no_room():
    panels = [Panel(1, seats=1), Panel(2, seats=1)]
    assert propose(panels, [Person(1, room=1)], counted={(1, 1)}) == [(1, 1), (2, 1)]


def test_nothing_to_do_is_done():
    assert propose([], [Person(1, room=1)]) == []
    assert propose([Panel(1, seats=2)], []) == []
