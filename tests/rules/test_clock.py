"""The server's clock: it follows the machine's forward at once, and never goes back."""

from server.clock import SystemClock

MS = 1_000_000
HOUR = 3_600_000


class Machine:
    """A machine whose clock somebody sets."""

    def __init__(self) -> None:
        self.steady = 5_000 * MS
        self.offset = 1_790_000_000_000 * MS

    def wall(self) -> int:
        return self.steady + self.offset

    def passes(self, ms: int) -> None:
        self.steady += ms * MS

    def set_by(self, ms: int) -> None:
        self.offset += ms * MS


def a_clock() -> tuple[Machine, SystemClock]:
    machine = Machine()
    return machine, SystemClock(machine.wall, lambda: machine.steady)


def test_it_tells_the_machines_time():
    machine, clock = a_clock()

    machine.passes(1234)

    assert (clock.now(), clock.ahead_ms) == (machine.wall() // MS, 0)


def test_set_back_it_goes_on_at_the_same_pace():
    machine, clock = a_clock()
    before = clock.now()

    machine.set_by(-HOUR)
    machine.passes(90_000)

    assert clock.now() == before + 90_000, "an offer of 90 seconds is over after 90 seconds"
    assert clock.ahead_ms == HOUR


def test_set_forward_it_follows_at_once_also_after_it_was_set_back():
    machine, clock = a_clock()

    machine.set_by(-HOUR)
    clock.now()
    machine.set_by(HOUR // 2)
    middle = clock.now()
    machine.set_by(HOUR)

    assert clock.now() == machine.wall() // MS == middle + HOUR // 2
    assert clock.ahead_ms == 0


def test_what_was_set_forward_since_somebody_last_asked_for_the_time_was_not_set_back():
    machine, clock = a_clock()

    machine.set_by(HOUR)

    assert clock.ahead_ms == 0


def test_by_itself_it_is_the_time_of_this_machine():
    clock = SystemClock()

    told = [clock.now() for _ in range(1000)]

    assert told == sorted(told)
    assert 0 <= clock.ahead_ms < HOUR
