"""Every walk by its name. A new part of the app is one line here."""

from collections.abc import Callable, Mapping

from tests.browser.screenshots import desk, phone, programme_manager, quiet, signin
from tests.browser.screenshots.tour import Tour

WALKS: Mapping[str, Callable[[Tour], None]] = {
    "sign-in": signin.walk,
    "phone": phone.walk,
    "quiet": quiet.walk,
    "desk": desk.walk,
    "manager": programme_manager.walk,
}
