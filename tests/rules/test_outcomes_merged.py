"""What several saves of one outcome amount to in figures."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from schemas.codes.outcome import MET
from schemas.records import Dispute, OutcomeAnswers, SupplyGiven, Transport
from server.encounters.rules import outcomes as rules
from server.encounters.rules.outcomes import Save, figures, supplies_given
from server.errors import Invalid

NOON = 1_790_000_000_000

ANSWERS = OutcomeAnswers(contact_result="contact_made", resolution=("resolved_on_scene",))
GONE = OutcomeAnswers(contact_result="gone")


def gave(*pairs) -> tuple[SupplyGiven, ...]:
    return tuple(SupplyGiven(code=code, quantity=quantity) for code, quantity in pairs)


def saved(*every: OutcomeAnswers) -> list[Save]:
    """The saves of an assignment, a minute apart."""
    return [Save(id=f"save-{n}", at=NOON + n * 60_000, answers=answers) for n, answers in enumerate(every)]


def test_one_save_counts_as_it_is():
    only = replace(ANSWERS, supplies=gave(("socks", 2)), services=("vitals",), persons_count=1, team_safe=True)

    assert figures(saved(only)) == only


def test_partners_who_log_the_same_box_gave_it_once():
    ama = replace(ANSWERS, supplies=gave(("naloxone_kit", 1), ("water", 2)))
    ben = replace(ANSWERS, supplies=gave(("naloxone_kit", 1), ("water", 3), ("socks", 1)))

    assert figures(saved(ama, ben)).supplies == gave(("naloxone_kit", 1), ("socks", 1), ("water", 3))


def test_a_thing_named_twice_in_one_save_was_given_twice():
    assert supplies_given([replace(ANSWERS, supplies=gave(("water", 1), ("water", 2)))]) == gave(("water", 3))


def test_supplies_nobody_was_asked_about_stay_unknown_and_none_given_stays_none():
    assert figures(saved(ANSWERS, ANSWERS)).supplies is None
    assert figures(saved(replace(ANSWERS, supplies=()), ANSWERS)).supplies == ()


def test_partners_who_differ_settle_it_by_saving_once_more():
    ama = replace(ANSWERS, resolution=("referred",))
    ben = replace(ANSWERS, resolution=("needs_followup",), transport=Transport(by="us", destination="home"))
    agreed = replace(ANSWERS, resolution=("referred", "needs_followup"))

    assert figures(saved(ama, ben)).resolution == ("needs_followup",)
    assert figures(saved(ama, ben, agreed)).resolution == ("referred", "needs_followup")
    assert figures(saved(ama, ben, agreed)).transport is None


def test_what_the_latest_save_leaves_open_is_taken_from_the_one_before():
    first = replace(ANSWERS, persons_count=2, repeat_contact="first", would_have_gone_to="police", team_safe=True)

    assert figures(saved(first, ANSWERS)) == first


def test_an_injury_or_a_fear_that_anybody_reported_stands():
    hurt = replace(ANSWERS, staff_injured=True, team_safe=False)
    fine = replace(ANSWERS, staff_injured=False, team_safe=True)

    for merged in (figures(saved(hurt, fine)), figures(saved(fine, hurt))):
        assert merged.staff_injured is True
        assert merged.team_safe is False


def test_when_it_is_settled_that_nobody_was_met_nothing_is_said_of_anybody():
    helped = replace(ANSWERS, supplies=gave(("water", 1)), services=("basic_needs",), persons_count=1)

    assert figures(saved(helped, GONE)) == GONE
    assert figures(saved(GONE, helped)) == helped


def test_what_was_told_of_a_dispute_counts_unless_the_latest_save_denies_it():
    told = replace(ANSWERS, dispute=Dispute(about="noise", parties=2, agreement="no"))
    agreed = replace(ANSWERS, resolution=("agreement_reached",))

    assert figures(saved(told, ANSWERS)).dispute == told.dispute
    assert figures(saved(told, agreed)).dispute is None
    assert figures(saved(agreed, told)).dispute == told.dispute


def can_be_true(answers: OutcomeAnswers) -> bool:
    """Whether the door would take them."""
    try:
        rules.checked(answers)
    except Invalid:
        return False
    return True


quantities = st.integers(0, 20)
supplies = st.none() | st.lists(
    st.builds(SupplyGiven, code=st.sampled_from(["water", "socks", "naloxone_kit"]), quantity=quantities), max_size=4
).map(tuple)
helped = st.builds(
    OutcomeAnswers,
    contact_result=st.sampled_from(sorted(MET)),
    resolution=st.lists(
        st.sampled_from(["resolved_on_scene", "agreement_reached", "cooled_no_agreement"]),
        min_size=1,
        max_size=3,
        unique=True,
    ).map(tuple),
    services=st.none() | st.lists(st.sampled_from(["vitals", "first_aid"]), unique=True).map(tuple),
    supplies=supplies,
    persons_count=st.none() | st.integers(1, 9),
    repeat_contact=st.sampled_from(["first", "unknown"]),
    would_have_gone_to=st.sampled_from(["police", "none", "unknown"]),
    team_safe=st.none() | st.booleans(),
    staff_injured=st.none() | st.booleans(),
    dispute=st.none()
    | st.builds(
        Dispute, about=st.just("noise"), parties=st.integers(1, 4), agreement=st.sampled_from(["yes", "partly", "no"])
    ),
).filter(can_be_true)
nobody_met = st.builds(
    OutcomeAnswers,
    contact_result=st.sampled_from(["gone", "no_access", "cancelled_enroute"]),
    would_have_gone_to=st.sampled_from(["police", "unknown"]),
    team_safe=st.none() | st.booleans(),
)
answers = helped | nobody_met
# Times collide on purpose: two phones may save in the same millisecond.
saves = st.lists(st.tuples(st.integers(0, 3), answers), min_size=1, max_size=4).map(
    lambda every: [Save(id=f"save-{n}", at=NOON + at, answers=each) for n, (at, each) in enumerate(every)]
)


@given(saves.flatmap(lambda every: st.tuples(st.just(every), st.permutations(every))))
def test_the_order_in_which_saves_arrive_does_not_matter_for_the_figures(orders):
    one, other = orders

    assert figures(one) == figures(other)


@given(saves)
def test_merged_answers_can_be_true_together(every):
    merged = figures(every)

    assert rules.checked(merged) == merged


@given(st.lists(helped, min_size=1, max_size=3), st.data())
def test_a_partner_who_logs_the_same_again_adds_nothing_to_what_was_given(every, data):
    again = data.draw(st.sampled_from(every))

    assert figures(saved(*every, again)).supplies == figures(saved(*every)).supplies
    assert figures(saved(*every, again)).services == figures(saved(*every)).services


@given(st.lists(answers, min_size=1, max_size=4))
def test_no_more_of_a_thing_is_counted_than_one_save_says(every):
    given_out = supplies_given(every) or ()

    for one in given_out:
        assert one.quantity in {
            sum(given.quantity for given in each.supplies or () if given.code == one.code) for each in every
        }
