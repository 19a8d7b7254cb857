"""The pages, in the order of the header, and the five of the phone's tab bar."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.markup import material
from dashboard.texts import Texts

if TYPE_CHECKING:
    from streamlit.navigation.page import Page


@dataclass(frozen=True, slots=True)
class PageEntry:
    """One page. name: its file, its address and the key of its texts."""

    name: str
    icon: str
    is_in_tab_bar: bool = False

    @property
    def path(self) -> str:
        """The file, relative to the entry script."""
        return f"screens/{self.name}.py"


PAGES = (
    PageEntry("home", "home", True),
    PageEntry("pantry", "kitchen", True),
    PageEntry("add", "add_circle", True),
    PageEntry("recipes", "skillet", True),
    PageEntry("shopping", "checklist", True),
    PageEntry("expiry", "event"),
    PageEntry("review", "fact_check"),
    PageEntry("waste", "compost"),
    PageEntry("insights", "insights"),
    PageEntry("household", "group"),
)


def navigation(texts: Texts) -> "Page":
    """Draw the header's navigation and return the page to run."""
    pages = [
        st.Page(entry.path, title=texts(f"page.{entry.name}"), icon=material(entry.icon), url_path=entry.name,
                default=entry.name == "home")
        for entry in PAGES
    ]
    return st.navigation(pages, position="top")
