"""The order in which a round refuses: eligibility, window, occupation, score, tie-break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.assessment.criteria import ALL_MET as INVITED
from portal.assessment.criteria import Needs, meets, needs_of
from portal.assessment.ground import Answer, Ground, all_of, any_of
from portal.assessment.pool import Membership
from portal.assessment.profile import Noc
from portal.assessment.round_score import (
    Finding,
    federal_score,
    own_scored,
    provincial_score,
    registered,
)
from portal.rulebook import Rulebook
from portal.rulebook.categories import Categories, CategoryVersion
from portal.rulebook.criteria import Spec
from portal.rulebook.round_rules import Asked, RoundRules
from portal.rulebook.rounds import FederalRound, ProvincialRound
from portal.rulebook.streams import Streams
from portal.text import Text, msg

OUTCOMES = (
    "not_in_pool",
    "not_eligible",
    "outside_profile_window",
    "wrong_occupation",
    "below_cutoff",
    "above_range",
    "after_tie_break",
    "invited",
    "unknown",
)
# Federal rounds that took the people of one program only.
_PROGRAM_ROUNDS = ("cec", "fsw", "fst")


@dataclass(frozen=True, slots=True)
class InPool:
    """The round for today's facts, had they been in the pool that day."""

    crs: int | None
    outcome: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What one provincial round needs of a profile; None where it was not found.

    ``listed``: the years it asks in the very occupations it took; None where it asks none.
    """

    stream: Needs | None
    own: Needs
    occupation: Needs | None
    listed: Needs | None = None


class Plans:
    """What the rounds of a rulebook need, sorted out once."""

    def __init__(self, rules: Rulebook) -> None:
        streams = rules.part(Streams)
        versions: dict[tuple[str, date], Plan] = {}
        self.provincial: dict[str, Plan] = {}
        for asked in rules.part(RoundRules).all:
            version = streams[asked.row.stream].version_on(asked.row.on)
            if version is None:
                self.provincial[asked.row.id] = Plan(None, needs_of(asked.specs), None)
                continue
            key = (asked.row.stream, version.from_)
            shared = versions.get(key)
            if shared is None:
                of_occupation = [each for each in version.criteria if each.kind == "occupation"]
                shared = versions[key] = Plan(
                    needs_of([each for each in version.criteria if _of_eligibility(each)]),
                    needs_of(()),
                    needs_of(of_occupation),
                )
            self.provincial[asked.row.id] = _plan(asked, shared)
        # Rounds that took nobody without an expression of interest.
        self.interest = frozenset(
            asked.row.id for asked in rules.part(RoundRules).all if _by_interest(asked.row, streams)
        )
        self.categories = {
            (version.id, version.from_): needs_of(version.criteria)
            for history in rules.part(Categories).values()
            for version in history
        }


def _by_interest(row: ProvincialRound, streams: Streams) -> bool:
    if own_scored(row):
        return True
    # A round by CRS looked into the federal pool itself.
    status = streams[row.stream].status_on(row.on)
    by_crs = bool(row.score_scale) or row.lowest is not None
    return not by_crs and status is not None and status.entry == "eoi"


def _plan(asked: Asked, shared: Plan) -> Plan:
    if not asked.specs:
        return shared
    listed = [each for each in asked.specs if _in_its_occupations(each, asked)]
    own = [each for each in asked.specs if each not in listed]
    return Plan(
        shared.stream, needs_of(own), shared.occupation, needs_of(listed) if listed else None
    )


def _in_its_occupations(spec: Spec, asked: Asked) -> bool:
    """Whether a criterion asks for work in the round's own codes."""
    codes = frozenset(spec.values.get("codes") or ())
    return spec.kind == "experience" and bool(codes) and codes == asked.row.codes


class Replay:
    """One profile, asked of every round; what several rounds share is judged once.

    What a round asks before any score is a gate: a finding where it stays shut, None
    where it opens.
    """

    def __init__(self, rules: Rulebook) -> None:
        self._categories = rules.part(Categories)
        self._plans = rules.part(Plans)

    # --- federal ----------------------------------------------------------------------

    def federal(
        self, row: FederalRound, ground: Ground, member: Membership, *, today: bool
    ) -> Finding:
        """A federal round for the profile as it stood that day, or for today's facts."""
        return self.federal_gate(row, ground) or federal_score(ground, row, member, today=today)

    def federal_gate(self, row: FederalRound, ground: Ground) -> Finding | None:
        """Program, nomination or category of a federal round."""
        met, because, outcome = self._federal_eligible(ground, row)
        return None if met is True else Finding(ground.crs, outcome, because)

    def _federal_eligible(self, ground: Ground, row: FederalRound) -> tuple[Answer, Text, str]:
        if row.kind in _PROGRAM_ROUNDS:
            met = ground.programs.get(row.kind)
            return met, _ONE_PROGRAM[row.kind], _REFUSED[met]
        met = ground.any_program
        if met is False:
            return met, _ANY_PROGRAM[met], _REFUSED[met]
        asked: tuple[Answer, Text, str] = (True, INVITED, "")
        if row.kind == "pnp":
            asked = ground.nominated, _NOMINEES[ground.nominated], _REFUSED[ground.nominated]
        elif row.category:
            asked = self._in_category(ground, row)
        if met is None and asked[2] != "not_eligible":
            return met, _ANY_PROGRAM[met], _REFUSED[met]
        return asked

    def _in_category(self, ground: Ground, row: FederalRound) -> tuple[Answer, Text, str]:
        version = self._categories.on(row.category, row.on)
        if version is None:
            because = msg("What the category asked on that day was not found")
            return None, because, "unknown"
        met, because = meets(ground, self._plans.categories[version.id, version.from_])
        if met is False and _no_listed_job(ground, version):
            return met, msg("No job in an occupation of the category"), "wrong_occupation"
        return met, because, _REFUSED[met]

    # --- provincial -------------------------------------------------------------------

    def provincial(
        self, asked: Asked, ground: Ground, member: Membership, *, today: bool
    ) -> Finding:
        """A provincial round, as ``federal``."""
        row = asked.row
        asks_interest = row.id in self._plans.interest
        if not today and asks_interest and registered(ground, row.province) is False:
            because = msg("No expression of interest stands with the province")
            return Finding(ground.crs, "not_in_pool", because)
        plan = self._plans.provincial[row.id]
        return (
            self._eligible(ground, asked, plan)
            or (None if today else _window(ground.crs, asked, member))
            or self._occupation(ground, asked, plan)
            or provincial_score(ground, asked, today=today)
        )

    def provincial_gate(self, asked: Asked, ground: Ground) -> Finding | None:
        """What a provincial round asks of today's facts before any score."""
        plan = self._plans.provincial[asked.row.id]
        return self._eligible(ground, asked, plan) or self._occupation(ground, asked, plan)

    def _eligible(self, ground: Ground, asked: Asked, plan: Plan) -> Finding | None:
        if plan.stream is None:
            because = msg("What the stream asked on that day was not found")
            return Finding(ground.crs, "unknown", because)
        unclear = None
        for needs in (plan.stream, plan.own, plan.listed):
            if needs is None:
                continue
            met, because = meets(ground, needs)
            # Who never worked in its occupations has the wrong one, not too few years in it.
            listed = needs is plan.listed and met is not True
            if listed and self._targeted(ground, asked, plan)[0] is False:
                continue
            if met is False:
                return Finding(ground.crs, "not_eligible", because)
            unclear = unclear or (because if met is None else None)
        return None if unclear is None else Finding(ground.crs, "unknown", unclear)

    def _occupation(self, ground: Ground, asked: Asked, plan: Plan) -> Finding | None:
        met, because = self._targeted(ground, asked, plan)
        if met is True:
            return None
        return Finding(ground.crs, "unknown" if met is None else "wrong_occupation", because)

    def _targeted(self, ground: Ground, asked: Asked, plan: Plan) -> tuple[Answer, Text]:
        match asked.occupations:
            case "all":
                return True, INVITED
            case "not_read" | "not_printed":
                return None, _NO_LIST[asked.occupations]
            case "stream":
                return (
                    (True, INVITED) if plan.occupation is None else meets(ground, plan.occupation)
                )
        if ground.profile.work is None:
            return None, msg("Work is not known yet")
        met = self._listed(ground, asked)
        if met is True:
            return met, INVITED
        named = ground.named_primary if asked.primary else None
        have = ground.titles(ground.codes if named is None else (named,))
        if met is False:
            return met, msg("The round did not target %(occupation)s", occupation=have)
        if not have:
            return met, msg("The occupation code is still open")
        if asked.primary and named is None and len(have) > 1:
            because = msg(
                "Which is the primary occupation is not known yet: %(occupation)s", occupation=have
            )
            return met, because
        because = msg("Whether %(occupation)s was targeted hangs on the duties", occupation=have)
        return met, because

    def _listed(self, ground: Ground, asked: Asked) -> Answer:
        """Whether an occupation of the client, or the primary one, was in the round's lists."""
        if asked.primary and ground.named_primary is not None:
            return _in_lists(ground, asked, ground.named_primary)
        answers = []
        for job in ground.jobs():
            nocs = (job.noc,) if job.noc is not None else job.noc_candidates or ()
            may_be = {_in_lists(ground, asked, each) for each in nocs}
            answers.append(may_be.pop() if len(may_be) == 1 else None)
        met = any_of(answers)
        # Any of them may be the primary one.
        return None if asked.primary and met is True and all_of(answers) is not True else met


def _in_lists(ground: Ground, asked: Asked, noc: Noc) -> Answer:
    answers = [ground.listed(each, (noc,)) for each in asked.lists]
    if asked.row.codes:
        answers.append(ground.coded(asked.row.codes, asked.row.edition, (noc,)))
    return any_of(answers)


_REFUSED: Mapping[Answer, str] = {True: "", False: "not_eligible", None: "unknown"}
_NO_LIST: Mapping[str, Text] = {
    "not_read": msg("The occupations the round targeted were not found"),
    "not_printed": msg("The province did not print whether the round took all occupations"),
}
_ONE_PROGRAM: Mapping[str, Text] = {
    "cec": msg("The round was for the Canadian Experience Class alone"),
    "fsw": msg("The round was for the Federal Skilled Worker class alone"),
    "fst": msg("The round was for the Federal Skilled Trades class alone"),
}
_ANY_PROGRAM: Mapping[Answer, Text] = {
    False: msg("Not eligible for a federal program on that day"),
    None: msg("Whether a federal program is open to the client is not known yet"),
}
_NOMINEES: Mapping[Answer, Text] = {
    True: INVITED,
    False: msg("The round was for people with an enhanced provincial nomination"),
    None: msg("Whether there is an enhanced provincial nomination is not known yet"),
}


def _no_listed_job(ground: Ground, version: CategoryVersion) -> bool:
    """Whether none of the client's occupations is on the category's list."""
    for spec in version.criteria:
        if spec.kind == "experience" and ground.profile.work is not None:
            listed = ground.lists.on(spec.values["list"], max(version.from_, ground.rule_day))
            undecided = ground.uncoded or bool(ground.candidates)
            return not undecided and ground.listed(listed, ground.codes) is False
    return False


def _of_eligibility(spec: Spec) -> bool:
    # The round itself decides on occupation and score; a province's grid only ranks.
    return spec.kind not in ("occupation", "grid") and not spec.values.get("round_decides")


def _window(crs: int | None, asked: Asked, member: Membership) -> Finding | None:
    row = asked.row
    if member.first is None:
        return None
    first, last = row.profile_from, row.profile_to
    if (first is None or member.first >= first) and (last is None or member.first <= last):
        return None
    if first is None or last is None:
        because = msg(
            "The profile was created on %(created)s; the round took profiles from %(first)s on",
            created=member.first,
            first=first or last,
        )
    else:
        because = msg(
            "The profile was created on %(created)s; the round took profiles created from"
            " %(first)s to %(last)s",
            created=member.first,
            first=first,
            last=last,
        )
    return Finding(crs, "outside_profile_window", because)
