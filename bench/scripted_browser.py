"""A browser without a screen: it speaks Streamlit's websocket, so that fifty of them fit on two cores.

It does what a browser tab does to the server: opens a page, presses buttons, chooses from menus, and asks again
as often as a fragment wants to be drawn (`run_every`). It draws nothing and caches no message.
"""

import asyncio
import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

_LONGEST_RUN_SECONDS = 60
# Said in both languages' markup when a page could not be drawn (`dashboard.components.headings.error_state`).
_ERROR_MARK = 'role="alert"'


class PageFailed(RuntimeError):
    """The server answered, but a page could not be drawn, or its script did not end."""


@dataclass
class Run:
    """One run of the script as the browser sees it. elapsed_ms: from asking to the last message."""

    elapsed_ms: float = 0.0
    received_bytes: int = 0
    elements: int = 0
    is_fragment: bool = False
    html: list[str] = field(default_factory=list)
    # Ids of widgets by label, in the order drawn.
    buttons: dict[str, str] = field(default_factory=dict)
    menus: dict[str, str] = field(default_factory=dict)
    options: dict[str, tuple[str, ...]] = field(default_factory=dict)


class ScriptedBrowser:
    """One browser tab on a dashboard; open it with `async with`."""

    def __init__(self, address: str) -> None:
        """address: the dashboard's, on this machine."""
        host = urlsplit(address)
        if host.hostname != "127.0.0.1":
            raise ValueError(f"{address} is not this machine")
        self._socket_address = f"ws://{host.netloc}/_stcore/stream"
        self._origin = Origin(address)
        self._socket: ClientConnection | None = None
        self._page_hash = ""
        self._pulses: dict[str, float] = {}
        # The fragment each widget was drawn by; a press on it runs only that.
        self._fragment_of: dict[str, str] = {}
        self.last = Run()

    async def __aenter__(self) -> "ScriptedBrowser":
        self._socket = await connect(self._socket_address, subprotocols=[Subprotocol("streamlit")], origin=self._origin,
                                     max_size=None, compression=None)
        return self

    async def __aexit__(self, _kind: type[BaseException] | None, _error: BaseException | None,
                        _trace: TracebackType | None) -> None:
        assert self._socket is not None
        await self._socket.close()

    async def open(self, page_name: str) -> Run:
        """Open a page by its address's last part ("" is Home)."""
        message = BackMsg()
        message.rerun_script.page_name = page_name
        return await self._run(message)

    async def press(self, label: str) -> Run:
        """Press the first button whose label starts so."""
        return await self._widget(_first(self.last.buttons, label), trigger_value=True)

    async def hurry(self) -> None:
        """Ask for the whole page once more, without waiting for what was asked before."""
        assert self._socket is not None
        message = BackMsg()
        message.rerun_script.page_script_hash = self._page_hash
        await self._socket.send(message.SerializeToString())

    async def choose(self, menu: str, option: str) -> Run:
        """Choose from the first menu whose label starts so the first option that starts so, as both are shown."""
        widget_id = _first(self.last.menus, menu)
        shown = next(one for one in self.last.options[widget_id] if one.startswith(option))
        return await self._widget(widget_id, string_trigger_value={"data": shown})

    async def pulse(self) -> Run:
        """Draw the fragments again that asked for it, as a browser does by its clock."""
        run = Run()
        for fragment_id in list(self._pulses):
            message = BackMsg()
            message.rerun_script.fragment_id = fragment_id
            message.rerun_script.is_auto_rerun = True
            message.rerun_script.page_script_hash = self._page_hash
            run = await self._run(message, is_fragment=True)
        return run

    async def _widget(self, widget_id: str, **value: Any) -> Run:
        message = BackMsg()
        message.rerun_script.page_script_hash = self._page_hash
        message.rerun_script.fragment_id = self._fragment_of.get(widget_id, "")
        message.rerun_script.widget_states.widgets.append(WidgetState(id=widget_id, **value))
        return await self._run(message, is_fragment=bool(message.rerun_script.fragment_id))

    async def _run(self, message: BackMsg, *, is_fragment: bool = False) -> Run:
        """Send a message and read until the script has ended. is_fragment: only a part of the page is drawn."""
        assert self._socket is not None
        run, started = Run(is_fragment=is_fragment), time.perf_counter()
        await self._socket.send(message.SerializeToString())
        async with asyncio.timeout(_LONGEST_RUN_SECONDS):
            while True:
                data = await self._socket.recv()
                assert isinstance(data, bytes)
                run.received_bytes += len(data)
                if self._take(run, ForwardMsg.FromString(data)):
                    break
        run.elapsed_ms = (time.perf_counter() - started) * 1000
        if run.is_fragment:
            self.last.buttons |= run.buttons
            self.last.menus |= run.menus
            self.last.options |= run.options
        else:
            self.last = run
        return run

    def _take(self, run: Run, message: ForwardMsg) -> bool:
        """Note what a message says; return whether it says that the script has ended."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
            run.is_fragment = bool(message.metadata.run.fragment_ids)
            if not run.is_fragment:
                self._pulses.clear()
                self._fragment_of.clear()
        elif kind == "auto_rerun":
            self._pulses[message.auto_rerun.fragment_id] = message.auto_rerun.interval
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._take_element(run, message.delta.new_element, message.delta.fragment_id)
        elif kind == "script_finished":
            if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                raise PageFailed("the script does not compile")
            if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                return True
        return False

    def _take_element(self, run: Run, element: Any, fragment_id: str) -> None:
        run.elements += 1
        kind = element.WhichOneof("type")
        if kind == "exception":
            raise PageFailed(element.exception.message)
        if kind == "html":
            run.html.append(element.html.body)
            if _ERROR_MARK in element.html.body:
                raise PageFailed(element.html.body)
        elif kind == "button":
            run.buttons.setdefault(element.button.label, element.button.id)
            self._fragment_of[element.button.id] = fragment_id
        elif kind == "menu_button":
            run.menus.setdefault(element.menu_button.label, element.menu_button.id)
            run.options[element.menu_button.id] = tuple(element.menu_button.options)
            self._fragment_of[element.menu_button.id] = fragment_id


def _first(widgets: dict[str, str], label: str) -> str:
    for shown, widget_id in widgets.items():
        if shown.startswith(label):
            return widget_id
    raise KeyError(f"no widget's label starts with {label!r}: {list(widgets)[:20]}")
