"""The tab "If this became law": proposed law beside today's, line by line, for staff alone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from portal.assessment.proposed import IfLaw, LineIf
from portal.models import Case
from portal.rendering.speech import Speaker
from portal.services import proposed
from portal.text import Text, msg
from portal.vocabulary import PROGRAM_LABELS


def proposed_tab(session: Session, case: Case, say: Speaker) -> dict[str, Any]:
    """What the tab shows; ``proposal`` None where nothing can be shown."""
    found = proposed.of_case(session, case)
    if found is None:
        return {"proposal": None}
    version = found.proposal
    return {
        "proposal": {
            "label": say(version.label),
            "on": say.day(found.on),
            "now": found.now,
            "then": say(_total(found)),
            "without": len(found.without_figures),
            "changed": [_line(each, say) for each in found.lines if each.change],
            "others": [_line(each, say) for each in found.not_mentioned],
            "class": say(version.class_.label),
            "class_note": say(version.class_.note),
            "eligible": found.eligible,
            "criteria": [
                {"label": say(each.label), "met": each.met, "because": say(each.because)}
                for each in found.criteria
            ],
            "programs": [
                {"label": say(PROGRAM_LABELS[each]), "met": found.programs[each]}
                for each in version.class_.replaces
            ],
            "events": [
                {
                    "on": say.day(each.on),
                    "what": say(each.what),
                    "sources": [{"url": url, "name": _site(url)} for url in each.sources],
                }
                for each in version.events
            ],
            "sources": [
                {"url": url, "name": _site(url)} for url in (version.source.url, *version.also)
            ],
            "read_on": say.day(version.source.read_on),
        }
    }


def _total(found: IfLaw) -> Text:
    if found.at_least is None:
        return msg("No total can be given: marital status is not known")
    if found.at_most is None:
        return msg("At least %(least)s; no upper figure can be given", least=found.at_least)
    if found.at_least == found.at_most:
        return msg("CRS %(points)s", points=found.at_least)
    return msg("%(least)s to %(most)s", least=found.at_least, most=found.at_most)


def _line(line: LineIf, say: Speaker) -> dict[str, Any]:
    change = line.change
    return {
        "label": say(line.label),
        "now": line.now,
        "then": line.then,
        "range": (line.low, line.high) if line.high is not None and line.then is None else None,
        "becomes": say(line.becomes),
        "what": say(change.what) if change else "",
        "outcome": say(change.outcome) if change and change.outcome else "",
    }


def _site(url: str) -> str:
    """The name of the site, for a list of sources."""
    return urlsplit(url).netloc.removeprefix("www.")
