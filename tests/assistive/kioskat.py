"""The kiosk as assistive technology sees it: tree, actions, events. Waiting is for events or a polled tree, with a deadline."""
import os, subprocess, sys, time
import gi
gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib
import pyatspi

EVENTS = ["object:state-changed:focused", "object:announcement", "object:property-change:accessible-name",
          "object:text-changed", "window:activate"]
T0 = time.monotonic()


def safe(f, default=None):
    """A node may go at any moment (GLib.Error) or lack the interface (NotImplementedError)."""
    try:
        return f()
    except (GLib.Error, RuntimeError, LookupError, NotImplementedError, AttributeError):
        return default


class Node:
    """One node, read once."""

    def __init__(self, acc, depth, parent=None):
        self.acc, self.depth, self.parent = acc, depth, parent
        self.role = safe(acc.getRoleName, "")
        self.name = safe(lambda: acc.name, "") or ""
        self.states = {pyatspi.stateToString(s) for s in safe(lambda: acc.getState().getStates(), [])}
        component = safe(acc.queryComponent)
        e = safe(lambda: component.getExtents(pyatspi.DESKTOP_COORDS)) if component else None
        self.extents = (e.x, e.y, e.width, e.height) if e else None
        action = safe(acc.queryAction)
        self.actions = [safe(lambda i=i: action.getName(i)) for i in range(safe(lambda: action.nActions, 0))] if action else []

    def strings(self):
        """Everything about it that could be spoken."""
        text = safe(self.acc.queryText)
        return [s for s in (self.name, safe(lambda: self.acc.description),
                            safe(lambda: text.getText(0, -1)) if text else None) if s]

    def __str__(self):
        return f"{self.role} {self.name!r} {self.extents} {self.actions} {sorted(self.states)}"


class Kiosk:
    def __init__(self, deadline=15):
        self.deadline, self.events, self.failures, self.passed = deadline, [], {}, 0
        Atspi.set_timeout(3000, 3000)
        pyatspi.Registry.registerEventListener(self._on_event, *EVENTS)
        self.app = self.until("the application", self._find_app)

    def _find_app(self):
        desktop = pyatspi.Registry.getDesktop(0)
        safe(desktop.clear_cache)
        for i in range(safe(lambda: desktop.childCount, 0)):
            app = safe(lambda i=i: desktop.getChildAtIndex(i))
            if app is not None and safe(lambda: app.name) == "uketsuke" and safe(lambda: app.childCount, 0):
                app.set_cache_mask(Atspi.Cache.NONE)  # always what the application says now
                return app
        return None

    def _on_event(self, event):
        data = event.any_data if isinstance(event.any_data, str) else ""
        self.events.append((str(event.type), event.detail1, safe(event.source.getRoleName),
                            safe(lambda: event.source.name) or "", data, time.monotonic()))

    def say(self, *words):
        print(f"{time.monotonic() - T0:7.2f}", *words, flush=True)

    def check(self, what, ok, evidence=""):
        """Goes on after a failure; says each kind of it once and counts the rest."""
        if ok:
            self.passed += 1
            return
        if what not in self.failures:
            self.say("FAIL", what, "--", evidence)
        self.failures[what] = self.failures.get(what, 0) + 1

    def poll(self, f, seconds):
        """Runs the main loop, so that events keep coming, until f() is truthy; None when time is up."""
        end, context = time.monotonic() + seconds, GLib.MainContext.default()
        tick = GLib.timeout_add(25, lambda: True)
        try:
            while True:
                result = f()
                if result or time.monotonic() > end:
                    return result or None
                context.iteration(True)
        finally:
            GLib.source_remove(tick)

    def until(self, what, f):
        result = self.poll(f, self.deadline)
        if not result:
            self.say("STOP: waited in vain for", what)
            for node in (self.nodes() if getattr(self, "app", None) else []):
                self.say("   ", node)
            self.end()
        return result

    def nodes(self):
        def walk(acc, depth, parent):
            node = Node(acc, depth, parent)
            yield node
            for i in range(safe(lambda: acc.childCount, 0) or 0):
                child = safe(lambda i=i: acc.getChildAtIndex(i))
                if child is not None:
                    yield from walk(child, depth + 1, node)
        return list(walk(self.app, 0, None))

    def find(self, role, name):
        return next((n for n in self.nodes() if (n.role, n.name) == (role, name) and "showing" in n.states), None)

    def await_event(self, kind, name, since, seconds, gained=None):
        def there():
            for e in self.events[since:]:
                if e[0].startswith(kind) and name in (e[3], e[4]) and (gained is None or e[1] == gained):
                    return e
        return self.poll(there, seconds)

    def press(self, name):
        node = self.until(f"button {name!r}", lambda: self.find("push button", name))
        self.until(f"a click action of {name!r}", lambda: "click" in node.actions)
        taken = node.acc.queryAction().doAction(node.actions.index("click"))
        self.check("a click action is taken", taken, name)

    def is_focused(self, name):
        return any(n.name == name and "focused" in n.states for n in self.nodes())

    def end(self):
        self.say(f"{self.passed} checks passed, {len(self.failures)} kinds failed:")
        for what, count in self.failures.items():
            self.say(f"  {count}x {what}")
        sys.exit(bool(self.failures))
