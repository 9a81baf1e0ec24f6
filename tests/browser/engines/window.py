"""A bare window of WebKitGTK that a WebDriver may lead: no bars around the page, and what it stores is kept.

WebKit's own test browser forgets everything when a driver leads it, and cannot be as narrow as a phone. The driver
starts this with Debian's Python: folder, width, height. Without them it only says whether the engine is installed.
"""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2


def show(folder, width, height):
    """Wait for the driver, show it one page, and keep what pages store in the folder."""
    data = WebKit2.WebsiteDataManager(base_data_directory=f"{folder}/data", base_cache_directory=f"{folder}/cache")
    data.get_cookie_manager().set_persistent_storage(f"{folder}/cookies", WebKit2.CookiePersistentStorage.SQLITE)
    context = WebKit2.WebContext(website_data_manager=data)
    window = Gtk.Window(decorated=False)
    window.set_default_size(int(width), int(height))

    def begin(_, session):
        settings = WebKit2.Settings(enable_write_console_messages_to_stdout=True)
        view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True, settings=settings)
        view.connect("close", lambda *_: Gtk.main_quit())
        window.add(view)
        window.show_all()
        session.connect("create-web-view", lambda *_: view)

    context.connect("automation-started", begin)
    context.set_automation_allowed(True)
    Gtk.main()


if sys.argv[1:]:
    show(*sys.argv[1:])
