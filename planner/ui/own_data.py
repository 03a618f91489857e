"""Whether these pages may keep things on this machine, and the store that they then use.

Only where the server was started for one person (`make app`), and only for a browser on the same machine: whoever
comes from another machine, or through a proxy, sees nothing of it. Everybody else saves and loads files.
"""

import os
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

import streamlit as st

from planner.errors import PlannerError
from planner.store import NAME, Store, data_folder
from planner.store.weeks import eaten_in
from planner.ui import session

ONE_PERSON = "STEADYPLATE_ONE_PERSON"  # 1: `make app` sets it; a server for several people does not
HERE = ("localhost", "127.0.0.1", "[::1]")
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip", "via")
OPENED = "own-store"


def folder() -> Path | None:
    """Where things are kept for whoever looks at this page; None: nowhere."""
    if os.environ.get(ONE_PERSON) != "1" or not is_from_here():
        return None
    return data_folder()


def is_from_here() -> bool:
    """Whether the browser runs on this machine and has asked this server itself."""
    headers = {str(name).lower(): str(value) for name, value in st.context.headers.items()}
    host = headers.get("host", "").lower()
    name = host if host.endswith("]") else host.rpartition(":")[0] or host
    return _is_loopback(st.context.ip_address) and name in HERE and not any(each in headers for each in FORWARDED)


def _is_loopback(address: str | None) -> bool:
    """Whether an address is this machine's own; Streamlit gives None for two of them."""
    try:
        found = ip_address(address or "::1")
    except ValueError:
        return False
    return bool((getattr(found, "ipv4_mapped", None) or found).is_loopback)


def found() -> Store | None:
    """The store, if anything was ever kept in it: looking makes no file."""
    place = folder()
    if place is None or not (place / NAME).is_file():
        return None
    return made()


def made() -> Store:
    """The store to keep something in. Call it only where `folder` names one."""
    place = folder()
    assert place is not None
    held: Store | None = st.session_state.get(OPENED)
    if held is None or held.path != place / NAME or not held.path.is_file():
        held = st.session_state[OPENED] = Store(place)  # checked once a session
    return held


def safely(act: Callable[[Store], None]) -> None:
    """Do something with the store on a click; what stands in its way is told."""
    try:
        if folder() is not None:
            act(made())
    except PlannerError as error:
        session.tell(error.told)


def last_dishes() -> tuple[tuple[str, str], ...]:
    """What was in which dish of the week that was kept last; nothing where none is, or where it cannot be read."""
    try:
        store = found()
        last = store.last_week() if store else None
        return eaten_in(store.week(last.number)) if store and last else ()
    except PlannerError:  # Saved says what is wrong
        return ()
