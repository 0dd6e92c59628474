"""What every paper says at its end: what an assessment is not, and whose data it uses."""

from __future__ import annotations

from portal.rendering.speech import Speaker
from portal.text import Text, msg

#: Notices the licences of the data ask for, with the address of what they speak of.
_DATA: tuple[tuple[Text, str], ...] = (
    (
        msg("Contains information licensed under the Open Government Licence – Canada."),
        "https://open.canada.ca/en/open-government-licence-canada",
    ),
    (
        msg(
            "Adapted from Statistics Canada, National Occupational Classification 2021 "
            "Version 1.0; this does not constitute an endorsement by Statistics Canada of this "
            "product."
        ),
        "https://open.canada.ca/data/en/dataset/1feee3b5-8068-4dbb-b361-180875837593",
    ),
    (
        msg(
            "Regulations are paraphrased with their section numbers under the Reproduction of "
            "Federal Law Order; the official text prevails."
        ),
        "https://laws-lois.justice.gc.ca/eng/regulations/SOR-2002-227/",
    ),
)


def data_notices(say: Speaker) -> tuple[tuple[str, str], ...]:
    """Sentence and address of each notice, in this language."""
    return tuple((say(words), url) for words, url in _DATA)


def private_practice(firm: str, say: Speaker) -> str:
    """That this is no government paper; `firm` may be empty."""
    if not firm:
        return say(msg("This paper comes from no government and binds none."))
    return say(
        msg(
            "%(firm)s is a private practice and no part of any government. "
            "Nobody needs a consultant to apply.",
            firm=firm,
        )
    )
