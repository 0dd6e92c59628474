"""What all three programs ask: to live outside Quebec."""

from __future__ import annotations

from portal.assessment.checks import Check
from portal.assessment.facts import Factors, Facts
from portal.text import Text, msg
from portal.vocabulary import LABELS, Province


def outside_quebec(facts: Facts, factors: Factors, program: str) -> Check:
    """The intent to live outside Quebec: asked of everybody, failing only when denied."""
    rule = facts.rules.table("programs.common", on=factors.rule_day)
    wanted = facts.profile.person.intended_province
    excluded = rule.values["excluded_provinces"]
    met = None if wanted is None else wanted not in excluded

    def why() -> Text:
        if wanted is None:
            return msg("Nobody has said where; the three programs are for outside Quebec")
        if wanted == "any":
            return msg("Ready to live in any province but Quebec")
        return msg("Wants to live in %(province)s", province=LABELS[Province][wanted])

    return Check(
        f"{program}.outside_quebec",
        msg("Intends to live outside Quebec"),
        met,
        None if wanted is None else str(wanted),
        msg("a province or territory other than Quebec"),
        why,
        rule,
        kind="standing" if met is None else "fact",
    )
