"""A window of WebKitGTK that does what it reads: a program of its own, for the system's Python.

One line of JSON in, one line of JSON out; it ends when there is nothing more to read. Unlike
WebKit's own automation it keeps its profile, so that a restart can be tested.
"""

import json
import sys
import threading
from typing import Any

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")

from gi.repository import GLib, Gtk, WebKit2  # noqa: E402  # versions are said before

WIDTH, HEIGHT = 390, 844


def tell(**answer: object) -> None:
    print(json.dumps(answer), flush=True)


def make_view(profile: str, script: str) -> Any:
    data = {"base_data_directory": f"{profile}/data", "base_cache_directory": f"{profile}/cache"}
    manager = WebKit2.WebsiteDataManager(**data)
    context = WebKit2.WebContext.new_with_website_data_manager(manager)
    context.set_preferred_languages(["de-DE"])
    content = WebKit2.UserContentManager()
    if script:
        everywhere, first = WebKit2.UserContentInjectedFrames, WebKit2.UserScriptInjectionTime
        content.add_script(
            WebKit2.UserScript.new(script, everywhere.TOP_FRAME, first.START, None, None)
        )
    view = WebKit2.WebView(web_context=context, user_content_manager=content)
    settings = view.get_settings()
    settings.set_enable_media_stream(True)
    settings.set_hardware_acceleration_policy(WebKit2.HardwareAccelerationPolicy.NEVER)
    view.connect("permission-request", lambda _, request: request.allow() or True)
    return view


class Window:
    """The window, and what is waited for in it."""

    def __init__(self, profile: str, script: str) -> None:
        self.view = make_view(profile, script)
        self.error = ""
        self.view.connect("load-changed", self.load_changed)
        self.view.connect("load-failed", self.load_failed)
        window = Gtk.Window(default_width=WIDTH, default_height=HEIGHT)
        window.add(self.view)
        window.show_all()

    def load_failed(self, _view: Any, _event: Any, _address: str, error: Any) -> bool:
        self.error = error.message
        return False

    def load_changed(self, view: Any, event: Any) -> None:
        if event == WebKit2.LoadEvent.FINISHED:
            tell(error=self.error) if self.error else tell(value=view.get_uri())
            self.error = ""

    def obey(self, line: str) -> None:
        order = json.loads(line)
        if "open" in order:
            self.view.load_uri(order["open"])
        else:
            # The body of an async function: its promise is waited for.
            self.view.call_async_javascript_function(
                order["run"], -1, None, None, None, None, self.ran, None
            )

    def ran(self, view: Any, result: Any, _: Any) -> None:
        try:
            value = view.call_async_javascript_function_finish(result)
            tell(value=json.loads(value.to_json(0) or "null"))
        except GLib.Error as error:
            tell(error=error.message)

    def read(self) -> None:
        for line in sys.stdin:
            GLib.idle_add(self.obey, line)
        GLib.idle_add(Gtk.main_quit)


if __name__ == "__main__":
    shown = Window(sys.argv[1], sys.argv[2])
    threading.Thread(target=shown.read, daemon=True).start()
    Gtk.main()
