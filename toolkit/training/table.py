"""TOML tables to frozen records and back, with errors that say what to write instead."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from typing import Any, TypeAlias, TypeVar, get_args, get_type_hints

from toolkit.errors import OptionsError

Record = TypeVar("Record")

Kind: TypeAlias = Any
"""A record, its class, or the type of a field: what Python has no common type for."""

Plain: TypeAlias = Any
"""What TOML and JSON hold."""


def read_record(kind: type[Record], table: Mapping[str, Any], where: str) -> Record:
    """Return *table* as a record of *kind*; keys that are not given keep their defaults.

    A text or a number where a list is expected counts as a list of one. Raises OptionsError for unknown keys and
    values of another type.
    """
    hints = get_type_hints(kind)
    for key in table:
        if key not in hints:
            near = difflib.get_close_matches(key, hints, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(hints)}."
            raise OptionsError(f"{where}: unknown key {key!r}; {hint}")
    if missing := sorted(_required(kind) - set(table)):
        raise OptionsError(f"{where}: {missing[0]!r} is missing.")
    values = {key: _value(hints[key], value, f"{where}: {key}") for key, value in table.items()}
    try:
        return kind(**values)
    except OptionsError as error:
        raise OptionsError(f"{where}: {error}") from None


def _required(kind: Kind) -> set[str]:
    return {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}


def _value(kind: Kind, value: Plain, where: str) -> Plain:
    if is_dataclass(kind):
        if not isinstance(value, Mapping):
            raise OptionsError(f"{where} must be a table, found {value!r}.")
        return read_record(kind, value, where)  # type: ignore[arg-type]  # a class, as is_dataclass cannot say
    if arguments := get_args(kind):  # a tuple is the only such type in recipes
        inner = arguments[0]
        several = value if isinstance(value, list | tuple) else [value]
        return tuple(_value(inner, item, where) for item in several)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        names = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
        raise OptionsError(f"{where} must be {names[kind]}, found {value!r}.")
    return value


def values_of(record: Kind) -> dict[str, Any]:
    """Return a record as plain values that JSON and TOML can hold."""
    found: dict[str, Any] = {}
    for item in fields(record):
        value = getattr(record, item.name)
        if is_dataclass(value):
            found[item.name] = values_of(value)
        elif isinstance(value, tuple):
            found[item.name] = [values_of(v) if is_dataclass(v) else v for v in value]
        else:
            found[item.name] = value
    return found


def to_toml(values: Mapping[str, Any]) -> str:
    """Return `values_of` a record as TOML: plain keys first, then tables, then lists of tables."""
    plain = {k: v for k, v in values.items() if not _is_table(v) and not _are_tables(v)}
    lines = [f"{key} = {_toml(value)}" for key, value in plain.items()]
    for key, value in values.items():
        if _is_table(value):
            lines += ["", f"[{key}]", *(f"{k} = {_toml(v)}" for k, v in value.items())]
        elif _are_tables(value):
            for table in value:
                lines += ["", f"[[{key}]]", *(f"{k} = {_toml(v)}" for k, v in table.items())]
    return "\n".join(lines) + "\n"


def _is_table(value: Plain) -> bool:
    return isinstance(value, Mapping)


def _are_tables(value: Plain) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _toml(value: Plain) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_toml(item) for item in value)}]"
    # JSON's texts, numbers and truth values are written as TOML's, but for DEL, which TOML wants escaped.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
