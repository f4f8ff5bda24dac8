"""What the pages about a child are called in the list of who opened a record."""

from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

from children.pages import SECTIONS

# Pages whose heading is made anew for each record, or that have none: files and pictures.
NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        **{address: label for label, address in SECTIONS},
        "children:allocate": "Hand over to another social worker",
        "children:audit": "Who changed this record",
        "children:delegations": "Delegated contact",
        "children:details": "Details",
        "children:end-allocation": "End the allocation",
        "children:end-relationship": "End a relationship",
        "children:household": "Where the child lives",
        "children:lock": "The lock on this record",
        "children:looked-after": "Looked after",
        "children:missing": "Missing",
        "children:move-out": "Somebody moved out",
        "children:opened": "Who opened this record",
        "children:person": "Somebody in the network",
        "circulation:file": "A copy that was sent, as a file",
        "circulation:read": "A copy that was sent, in the in-box",
        "conferences:conference": "A conference",
        "conferences:report": "Report to conference",
        "copies:copy": "A copy that was sent",
        "copies:file": "A copy that was sent, as a file",
        "coregroups:change": "A significant change",
        "coregroups:disagreement": "A disagreement among professionals",
        "coregroups:meeting": "A core group",
        "deadlines:why": "Why this date?",
        "mark": "What matters in the chronology",
        "my-part": "What concerns a member of the core group",
        "plans:add-detail-line": "Add to the plan in detail",
        "plans:add-outline-line": "Add to the outline plan",
        "plans:agreement": "The plan as an agreement",
        "plans:change-detail-line": "Change the plan in detail",
        "plans:change-outline-line": "Change the outline plan",
        "plans:changes": "What changed since the last conference",
        "plans:detail": "The plan in detail",
        "plans:earlier": "An earlier plan",
        "plans:paper": "The plan on paper",
        "plans:paper-file": "The plan on paper, as a file",
        "plans:plain-copies": "The plan in plain words",
        "plans:plain-copy": "A copy in plain words",
        "plans:plain-copy-file": "A copy in plain words, as a file",
        "plans:version": "A version of the plan",
        "plans:write-plain-copy": "Write a copy in plain words",
        "questions:question": "A question of the conference chair",
        "visits:attachment": "A photograph or drawing",
        "visits:picture": "A photograph or drawing, the picture itself",
        "visits:unseen": "The child was not seen",
        "visits:visit": "A visit",
        "what-if": "What if?",
    }
)


def page_in_words(address: str) -> str:
    """The name of a page, given the name of its address. What used to be a page keeps the words of its address."""
    return NAMES.get(address) or _headings().get(address) or _spelt_out(address)


@cache
def _headings() -> dict[str, str]:
    headings = {}
    for address, pattern in _named(get_resolver()):
        heading = getattr(getattr(pattern.callback, "view_class", None), "heading", "")
        if isinstance(heading, str) and heading:
            headings[address] = heading
    return headings


def _named(within: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in within.url_patterns:
        if isinstance(pattern, URLResolver):
            namespace = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from _named(pattern, prefix + namespace)
        elif pattern.name:
            yield prefix + pattern.name, pattern


def _spelt_out(address: str) -> str:
    return address.rpartition(":")[2].replace("-", " ").capitalize()
