"""The pages, in the order of the header, and the five of the phone's tab bar."""

import copy
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.markup import material
from dashboard.texts import Texts

if TYPE_CHECKING:
    from streamlit.navigation.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page. name: its file, its address and the key of its texts.

    shows_stock: what is in the journal, and so whatever any session does; shows_history: figures of the warehouse.
    """

    name: str
    icon: str
    is_in_tab_bar: bool = False
    shows_stock: bool = True
    shows_history: bool = False

    @property
    def path(self) -> str:
        """The file, relative to the entry script."""
        return f"screens/{self.name}.py"


PAGES = (
    PageEntry("home", "home", is_in_tab_bar=True, shows_history=True),
    PageEntry("pantry", "kitchen", is_in_tab_bar=True),
    PageEntry("add", "add_circle", is_in_tab_bar=True, shows_stock=False),
    PageEntry("recipes", "skillet", is_in_tab_bar=True),
    PageEntry("shopping", "checklist", is_in_tab_bar=True, shows_history=True),
    PageEntry("expiry", "event"),
    PageEntry("review", "fact_check"),
    PageEntry("waste", "compost", shows_stock=False, shows_history=True),
    PageEntry("insights", "insights", shows_stock=False, shows_history=True),
    PageEntry("household", "group", shows_history=True),
)


def pages_of(texts: Texts) -> "dict[str, Page]":
    """Return the pages by name, with their titles, for one run of the script."""
    # A page remembers whether it has run, so every run needs its own.
    return {entry.name: copy.copy(_made(entry, texts(f"page.{entry.name}"))) for entry in PAGES}


@lru_cache(maxsize=64)
def _made(entry: PageEntry, title: str) -> "Page":
    """Return a page as Streamlit makes it; it looks for the file on the disk, which need not be asked every time."""
    return st.Page(entry.path, title=title, icon=material(entry.icon), url_path=entry.name,
                   default=entry.name == PAGES[0].name)


def navigation(pages: "dict[str, Page]") -> "Page":
    """Draw the header's navigation and return the page to run; an address that leads nowhere leads home."""
    _forget_unknown_address()
    return st.navigation(list(pages.values()), position="top")


def _forget_unknown_address() -> None:
    """Ask for no page where the address names none: Streamlit would say so in its dialog for a server that is gone."""
    context = get_script_run_ctx()
    # The first page has no name in its address.
    known = {"", *(entry.name for entry in PAGES[1:])}
    if context and (context.pages_manager.intended_page_name or "") not in known:
        context.pages_manager.set_script_intent("", "")


def entry_of(page: "Page") -> PageEntry:
    """Return the entry of a page that `navigation` gave; the default page has no address of its own."""
    return next(entry for entry in PAGES if entry.name == (page.url_path or PAGES[0].name))
