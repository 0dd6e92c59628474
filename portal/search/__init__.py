"""Occupation search: from a job title as somebody types it to NOC unit groups.

English and French, misspelt, abbreviated or fashionable; over the titles of NOC
2021, and through the concordance over NOC 2016.
"""

from portal.search.occupations import Hit, search

__all__ = ["Hit", "search"]
