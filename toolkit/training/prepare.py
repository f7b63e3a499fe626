"""Pairs of text to token arrays: cleaned, cut into pieces, aligned. Done once for a run and kept beside it."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from typing import Final, TypeAlias

from toolkit.errors import InputError
from toolkit.text.normalise import normalise
from toolkit.training import alignment
from toolkit.training.alignment import Link
from toolkit.training.cleaning import Cleaner, fingerprint
from toolkit.training.corpus import Corpus, CorpusWriter
from toolkit.training.curriculum import Template, fill_all
from toolkit.training.holdout import Probes
from toolkit.training.recipe import Recipe, Source
from toolkit.training.state import write_whole
from toolkit.training.vocabulary import Vocabulary, train_vocabulary

CHUNK: Final = 10_000
"""Pairs cut into pieces at once."""

Pairs = Callable[[], Iterable[tuple[str, str]]]
"""Opens a source and yields its pairs; it is called again for each pass over it."""


@dataclass(frozen=True, slots=True)
class Material:
    """One source of the recipe, opened."""

    source: Source
    pairs: Pairs | None = None
    """For parallel text."""
    templates: tuple[Template, ...] = ()
    """For templates."""
    links: Sequence[tuple[Link, ...]] | None = None
    """Word alignments, one entry a pair as the source has them."""


@dataclass(slots=True)
class Account:
    """What became of the sources, for reports and the model card."""

    kept: dict[str, int] = field(default_factory=dict)
    """Pairs, or templates, by source."""
    dropped: dict[str, dict[str, int]] = field(default_factory=dict)
    """Pairs left out, by source and rule (`cleaning.Cleaner.dropped`)."""
    licences: dict[str, str] = field(default_factory=dict)
    tokens: int = 0
    """Target tokens of all kept pairs, each counted once; templates apart."""
    aligned: int = 0
    """Pairs with links for the guided-alignment loss; templates apart."""
    held_out: dict[str, int] = field(default_factory=dict)
    """Pairs, or templates, that are not trained on, by source."""


_Books: TypeAlias = tuple[Account, Probes]


def prepare(
    recipe: Recipe, materials: Sequence[Material], dev: Sequence[tuple[str, str]], base: Path | None, folder: Path,
    note: Callable[[str], None] = lambda _: None,
) -> Account:  # fmt: skip
    """Write everything training needs into *folder*.

    That is ``tokenizer/``, ``corpus/``, ``dev.jsonl``, ``probes.json``, ``templates.json`` and ``account.json``.
    *base*: directory of the model to go on from; None: a vocabulary is learnt. Pairs whose source is in *dev* are left
    out. *note* receives lines of progress. Raises InputError when nothing is left.
    """
    held_out = frozenset(fingerprint(normalise(source).text) for source, _ in dev)
    if base is None:
        note("learning a vocabulary")
        train_vocabulary(_sentences(recipe, materials, held_out), recipe.vocabulary, folder / "tokenizer", recipe.seed)
    else:
        Vocabulary(base, recipe.pair).copy_to(folder / "tokenizer")
    vocabulary = Vocabulary(folder / "tokenizer", recipe.pair)
    account, writer, probes = Account(), CorpusWriter(), Probes()
    cleaner = Cleaner(recipe.cleaning, recipe.pair, held_out=held_out)
    reduced: list[list[Template]] = []
    for material in materials:
        reduced.append(_add(material, recipe.seed, cleaner, vocabulary, writer, (account, probes)))
        note(_line(material.source.label, account))
    corpus = _aligned(recipe, writer, account, note)
    if not len(corpus) and not any(reduced):
        raise InputError(f"Nothing is left to train on: {_reasons(account)}. Relax the rules under [cleaning].")
    corpus.save(folder / "corpus")
    account.tokens = corpus.target_tokens
    rows = (json.dumps([normalise(s).text, normalise(t).text], ensure_ascii=False) for s, t in dev)
    write_whole(folder / "dev.jsonl", "".join(f"{row}\n" for row in rows))
    write_whole(folder / "templates.json", json.dumps(
        [
            [m.source.weight, [f"{t.french}\t{t.english}" for t in templates]]
            for m, templates in zip(materials, reduced, strict=True) if templates
        ],
        ensure_ascii=False,
    ))  # fmt: skip
    write_whole(folder / "probes.json", json.dumps(probes.found, ensure_ascii=False))
    write_whole(folder / "account.json", json.dumps(asdict(account)))
    return account


def _sentences(recipe: Recipe, materials: Sequence[Material], held_out: frozenset[int]) -> Iterator[str]:
    """Yield both sides of every pair and of filled templates, cleaned, for the vocabulary."""
    cleaner, probes = Cleaner(recipe.cleaning, recipe.pair, held_out=held_out), Probes()
    for material in materials:
        rows = cleaner.clean_numbered(_limited(material, recipe.seed), rules=material.source.clean)
        for _, source, target in rows:
            if not probes.takes(material.source, source, (source, target)):
                yield source
                yield target
        rng = random.Random(recipe.seed)  # noqa: S311 - training data, no secrets
        patterns = [t for t in material.templates if not probes.take_template(material.source, t)]
        for filled in fill_all(patterns, rng, material.source.weight):
            yield filled.french
            yield filled.english


def _limited(material: Material, seed: int) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield the pairs that the recipe takes of a source, each with its number in the source."""
    if not material.pairs:
        return
    source = material.source
    rows = enumerate(islice(material.pairs(), source.limit or None))
    if not source.sample:
        yield from rows
        return
    count = sum(1 for _ in rows)
    rng = random.Random(f"{seed}:{source.label}")  # noqa: S311 - training data, no secrets
    chosen = set(rng.sample(range(count), min(source.sample, count)))
    yield from (row for row in enumerate(islice(material.pairs(), source.limit or None)) if row[0] in chosen)


def _add(
    material: Material, seed: int, cleaner: Cleaner, vocabulary: Vocabulary, writer: CorpusWriter, books: _Books
) -> list[Template]:
    """Add one source to the corpus; return its templates that are trained on."""
    source, label, (account, probes) = material.source, material.source.label, books
    account.licences[label] = source.licence
    cleaner.dropped.clear()
    templates = [t for t in material.templates if not probes.take_template(source, t)]
    count, held = len(templates), len(material.templates) - len(templates)
    kept = cleaner.clean_numbered(_limited(material, seed), rules=source.clean)
    while chunk := list(islice(kept, CHUNK)):
        trained = [row for row in chunk if not probes.takes(source, row[1], (row[1], row[2]))]
        count, held = count + len(trained), held + len(chunk) - len(trained)
        sides = [
            vocabulary.encode([row[1] for row in trained]),
            vocabulary.encode([r[2] for r in trained], target=True),
        ]
        for (number, before, after), ids, target in zip(trained, *sides, strict=True):
            links: list[Link] = []
            if material.links is not None:
                links = _pieces_of(material.links, number, (before, after), vocabulary, label)
            writer.add(ids, target, source.weight, links)
    account.kept[label] = account.kept.get(label, 0) + count
    account.held_out[label] = account.held_out.get(label, 0) + held
    if material.pairs:
        account.dropped[label] = dict(cleaner.dropped)
    return templates


def _pieces_of(
    links: Sequence[tuple[Link, ...]], number: int, texts: tuple[str, str], vocabulary: Vocabulary, label: str
) -> list[Link]:
    if number >= len(links):
        raise InputError(f"{label}: {len(links)} lines of alignments are fewer than pairs; each pair needs one.")
    spans = (vocabulary.encode_located(texts[0])[1], vocabulary.encode_located(texts[1], target=True)[1])
    return alignment.words_to_pieces(links[number], texts, spans)


def _aligned(recipe: Recipe, writer: CorpusWriter, account: Account, note: Callable[[str], None]) -> Corpus:
    """Return the corpus, aligned by eflomal where the recipe wants it and no alignment was given."""
    corpus, options = writer.corpus(), recipe.training
    if not options.guide:
        return corpus
    if options.align == "eflomal" or (options.align == "auto" and alignment.installed()):
        note("aligning words with eflomal")
        chosen = [
            index
            for index in range(len(corpus))
            if not len(corpus.links(index))
            and min(corpus.source_lengths[index], corpus.target_lengths[index]) > 2  # noqa: PLR2004 - a word at least
            and max(corpus.source_lengths[index], corpus.target_lengths[index]) <= options.align_longest
        ]
        if len(chosen) > options.align_pairs:
            rng = random.Random(recipe.seed)  # noqa: S311 - training data, no secrets
            chosen = sorted(rng.sample(chosen, options.align_pairs))
        pairs = [(corpus.source(index)[:-1].tolist(), corpus.target(index)[:-1].tolist()) for index in chosen]
        new: list[list[Link]] = [[] for _ in range(len(corpus))]
        for index, links in zip(chosen, alignment.align(pairs), strict=True):
            new[index] = links
        corpus = writer.corpus(new)
    elif options.align == "auto":
        note("eflomal is not installed: only given alignments and templates teach the alignment head")
    account.aligned = sum(bool(len(corpus.links(index))) for index in range(len(corpus)))
    return corpus


def _line(label: str, account: Account) -> str:
    dropped = account.dropped.get(label, {})
    left = f"; left out: {', '.join(f'{count:,} {rule}' for rule, count in dropped.items())}" if dropped else ""
    apart = f"; held out: {account.held_out[label]:,}" if account.held_out.get(label) else ""
    return f"{label}: {account.kept[label]:,} kept{left}{apart}"


def _reasons(account: Account) -> str:
    total: dict[str, int] = {}
    for rules in account.dropped.values():
        for rule, count in rules.items():
            total[rule] = total.get(rule, 0) + count
    return ", ".join(f"{count:,} pairs left out by the rule {rule!r}" for rule, count in total.items()) or "no pairs"
