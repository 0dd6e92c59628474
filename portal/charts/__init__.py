"""Charts as SVG, drawn on the server: pure functions of numbers and words.

Each returns a `Chart` with `.svg` (title and description inside) and `.table` (the same numbers
as rows). Colours are attributes out of `portal.palette`, because WeasyPrint's inline SVG knows
neither page CSS nor `currentColor`; every text is escaped. Nothing here asks a clock or a
database; sentences are rendered in `lang` by `portal.text`.
"""

from portal.charts.bars import Gain, Gains, gains, line_bar, line_bars, stacked_bar
from portal.charts.canvas import Chart, Table
from portal.charts.cutoffs import Cutoff, cutoffs, pool_bands
from portal.charts.outcomes import Outcome, outcome_badge
from portal.charts.ruler import Ruler, RulerRow, ruler
from portal.charts.steps import step_line

__all__ = [
    "Chart",
    "Cutoff",
    "Gain",
    "Gains",
    "Outcome",
    "Ruler",
    "RulerRow",
    "Table",
    "cutoffs",
    "gains",
    "line_bar",
    "line_bars",
    "outcome_badge",
    "pool_bands",
    "ruler",
    "stacked_bar",
    "step_line",
]
