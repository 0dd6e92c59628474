"""Which stream a reader meets first: by verdict, and within reach the one most of which is met."""

from portal.rendering.routes import streams_view
from portal.rendering.sources import Citations
from portal.rendering.speech import Speaker

SAY = Speaker("en")
RULE = {
    "id": "streams.x",
    "title": "A page",
    "url": "https://example.com",
    "from": "2024-01-01",
    "read_on": "2026-09-26",
    "confidence": "high",
}


def a_stream(name, status, *met):
    criteria = [
        {
            "id": f"c{at}",
            "label": "Asked",
            "met": each,
            "have": None,
            "need": None,
            "because": "So",
            "rule": RULE,
            "kind": "fact",
        }
        for at, each in enumerate(met)
    ]
    return {"id": name, "name": name, "status": status, "criteria": criteria, "rule": RULE}


def test_the_stream_most_of_which_is_met_stands_first_within_a_verdict():
    made = streams_view(
        [
            a_stream("Alberta", "possible", True, None, None),
            a_stream("Bleak", "possible", None),
            a_stream("Yukon", "possible", True, True, None),
            a_stream("Zenith", "match", True),
            a_stream("Closed full", "closed", True),
            a_stream("Closed bare", "closed", False),
        ],
        Citations(SAY),
        SAY,
    )
    order = ["Zenith", "Yukon", "Alberta", "Bleak", "Closed bare", "Closed full"]
    assert [each.id for each in made] == order
