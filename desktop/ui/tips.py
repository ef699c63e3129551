"""Tooltips with words of others in them: Qt takes any text with a tag for a page, and a page may name pictures and files."""

from html import escape


def tip(text: str) -> str:
    """Return a tooltip that shows a text as it is typed."""
    return f"<span style='white-space: pre-wrap'>{escape(text)}</span>" if "<" in text else text
