"""Parts of a page that its readers switch between: the words on a tab head the panel that it opens."""

from lxml import etree, html

from recipes.text import clean

_MOST_TABS, _LONGEST_TAB = 30, 60


def head_panels(root: html.HtmlElement) -> None:
    """Put what is written on each tab as a heading into its panel: the one it names, else the next in order."""
    tabs = root.xpath("//*[@role='tab']")[:_MOST_TABS]
    panels = root.xpath("//*[@role='tabpanel']")
    in_order = len(tabs) == len(panels)
    by_id = {panel.get("id"): panel for panel in panels if panel.get("id")}
    for number, tab in enumerate(tabs):
        panel = by_id.get((tab.get("aria-controls") or tab.get("href") or "").lstrip("#"))
        panel = panels[number] if panel is None and in_order else panel
        text = clean(tab.text_content())
        if panel is not None and text and len(text) < _LONGEST_TAB:
            heading = etree.SubElement(panel, "h2")
            heading.text = text
            heading.tail, panel.text = panel.text, None
            panel.insert(0, heading)
