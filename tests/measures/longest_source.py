"""From which length a model does better with a sentence in pieces: quality and time by longest whole source.

    python tests/measures/longest_source.py newstest2013.fr newstest2013.en --every 2

Raw translations, no fidelity. The best length goes into the model's generation_config.json as ``max_source_length``.
"""

import argparse
import sys
import time
from pathlib import Path

import sacrebleu

from toolkit.decoding import pieces
from toolkit.options import EngineOptions, TranslateOptions
from toolkit.pipeline.desk import load_model
from toolkit.text.normalise import normalise

LENGTHS = (30, 40, 45, 50, 55, 60, 80, 180)
LONGEST = 240


def main():
    """Print a row for each length."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sources", type=Path)
    parser.add_argument("references", type=Path)
    parser.add_argument("--every", type=int, default=1, help="use every n-th line")
    parser.add_argument("--model", help="as toolkit translate --model")
    asked = parser.parse_args()
    sources = [normalise(line.strip()).text for line in asked.sources.read_text(encoding="utf-8").splitlines()]
    references = asked.references.read_text(encoding="utf-8").splitlines()[:: asked.every]
    sources = sources[:: asked.every]
    options = TranslateOptions(model=asked.model, engine=EngineOptions(threads=1))
    _, engine = load_model(options)
    sizes = engine.count_tokens(sources)
    sys.stdout.write("longest  cut  chrF   BLEU   cpu s\n")
    engine._limits = engine._limits._replace(source=LONGEST)  # what the model states is what is to be found
    for longest in LENGTHS:
        _row(engine, options, sources, sizes, references, longest)


def _row(engine, options, sources, sizes, references, longest):
    cuts = [
        pieces.split(text, engine.count_tokens, longest) if size > longest else [None]
        for text, size in zip(sources, sizes, strict=True)
    ]
    parts = [
        text if span is None else span.of(text).strip()
        for text, spans in zip(sources, cuts, strict=True)
        for span in spans
    ]
    begun = time.process_time()
    said = iter(engine.translate(parts, options.decoding))
    spent = time.process_time() - begun
    found = []
    for text, spans in zip(sources, cuts, strict=True):
        rows = [next(said) for _ in spans]
        found.append((rows[0] if spans == [None] else pieces.combine(text, spans, rows))[0].text)
    chrf, bleu = sacrebleu.corpus_chrf(found, [references]).score, sacrebleu.corpus_bleu(found, [references]).score
    sys.stdout.write(f"{longest:7} {sum(spans != [None] for spans in cuts):4} {chrf:5.2f} {bleu:6.2f} {spent:7.1f}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
