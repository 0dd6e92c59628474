"""What the profile can hold at a place: its keys, and the words of a closed list."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from enum import StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from portal.assessment.profile import Profile


def keys_at(path: str) -> tuple[str, ...]:
    """The keys that can hold a single value in the entry at a path; none for no entry."""
    model = next(_models(_types_at(path)), None)
    if model is None:
        return ()
    named = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
    return tuple(
        key for key, held in named.items() if not any(_models(_options(held))) and not _list(held)
    )


def takes_more(path: str) -> bool:
    """Whether the place is a list of single values, such as provinces of interest."""
    return any(
        get_origin(each) is list and not any(_models(_options(get_args(each)[0])))
        for each in _types_at(path)
    )


def choices_at(path: str) -> tuple[str, ...]:
    """All that a place can say besides “not known”; empty where it is open what it says."""
    found: list[str] = []
    for option in _types_at(path):
        if option is bool:
            found += ["yes", "no"]
        elif inspect.isclass(option) and issubclass(option, StrEnum):
            found += [each.value for each in option]
        elif get_origin(option) is Literal and all(isinstance(a, str) for a in get_args(option)):
            found += get_args(option)
        else:
            return ()
    return tuple(found)


def _types_at(path: str) -> list[Any]:
    options: list[Any] = [Profile]
    for part in path.split("."):
        if part.isdecimal():
            inner = [get_args(each)[0] for each in options if get_origin(each) is list]
        else:
            inner = [
                field.annotation
                for model in _models(options)
                for name, field in model.model_fields.items()
                if part == (field.alias or name)
            ]
        options = [option for each in inner for option in _options(each)]
    return options


def _options(annotation: Any) -> Iterator[Any]:
    """The types of an annotation one by one, without None and without its checks."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _options(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for each in get_args(annotation):
            yield from _options(each)
    elif annotation is not NoneType:
        yield annotation


def _models(options: Any) -> Iterator[type[BaseModel]]:
    return (each for each in options if inspect.isclass(each) and issubclass(each, BaseModel))


def _list(annotation: Any) -> bool:
    return any(get_origin(each) is list for each in _options(annotation))
