"""Remember what was computed of texts without holding on to long ones: a cache by number alone keeps hundreds of them."""

from __future__ import annotations

from collections.abc import Callable, Sized
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

_Text = TypeVar("_Text", bound=Sized)
_Others = ParamSpec("_Others")
_Result = TypeVar("_Result")
_Function = Callable[Concatenate[_Text, _Others], _Result]

LONG = 4
"""Of long texts so many are remembered: the two that are compared, and what is made of each."""


def remember(most: int, *, chars: int) -> Callable[[_Function[_Text, _Others, _Result]], _Function[_Text, _Others, _Result]]:
    """Decorate a function of a text (or another value with a length) to remember its last ``most`` results, as ``lru_cache``
    does; of texts of over ``chars`` characters only the last LONG."""

    def decorate(function: _Function[_Text, _Others, _Result]) -> _Function[_Text, _Others, _Result]:
        short, long = lru_cache(most)(function), lru_cache(LONG)(function)

        @wraps(function)
        def answer(text: _Text, /, *args: _Others.args, **kwargs: _Others.kwargs) -> _Result:
            return (short if len(text) <= chars else long)(text, *args, **kwargs)  # type: ignore[arg-type]  # hashable, as keys are

        return answer

    return decorate
