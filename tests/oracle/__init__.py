"""A second engine, written from the facts alone, that the first is compared with line by line.

It was written without reading the engine (N-version programming) and says of each line, criterion
and points either a value or the bounds between which what is not known leaves it (`days.Span`).
Its figures were typed again from the facts: crs.yaml, programs.yaml, language_tests.yaml,
settlement_funds.yaml. Where the facts leave a choice it follows the house's reading, which
docs/decisions name: a year is 1,560 hours and twelve months, a window ends the day before.
"""
