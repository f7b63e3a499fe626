"""The proof a model gives before it works: what passes, what does not, and when it is not asked again."""

import pytest

from toolkit.engines.proof import ANY_PAIR, GOLDEN, prove
from toolkit.engines.scripted import ScriptedEngine
from toolkit.errors import EngineError


class Judged(ScriptedEngine):
    """A scripted engine with set probabilities."""

    def __init__(self, right, wrong, other, *, pair=("fr", "en"), writes=True, **options):
        proofs = GOLDEN.get(pair, ANY_PAIR)
        super().__init__({proof.source: proof.right for proof in proofs}, pair=pair, **options)
        self.pairs = {(proof.source, proof.right) for proof in proofs}
        self.rights = {proof.right for proof in proofs}
        self.values = right, wrong, other
        self.writes = writes

    def score(self, sources, targets):
        """Score right, disordered and mismatched translations as set."""
        right, wrong, other = self.values
        pairs = zip(sources, targets, strict=True)
        return [right if pair in self.pairs else other if pair[1] in self.rights else wrong for pair in pairs]

    def can_write(self, _text):
        """Cover every text, or none."""
        return self.writes


class Ledger:
    """A workshop's memory."""

    def __init__(self):
        self.keys = set()

    def proved(self, key):
        """Tell whether the key is known."""
        return key in self.keys

    def remember(self, key):
        """Keep the key."""
        self.keys.add(key)


@pytest.mark.parametrize("pair", [("fr", "en"), ("en", "fr"), ("de", "nl")])
def test_sound_model_passes(pair):
    """A model that prefers right translations and writes language passes, for any pair."""
    prove(Judged(-1, -5, -4, pair=pair), "sound")


@pytest.mark.parametrize(
    ("scores", "what"),
    [
        ((-9, -9, -9), "words in disorder"),
        ((-1, -5, -1.5), "another sentence"),
        ((-5, -1, -9), "words in disorder"),
        ((float("nan"), -5, -5), "words in disorder"),
    ],
)
def test_model_without_judgement_is_refused(scores, what):
    """A model that does not prefer a right translation to disorder, or whatever the source says, is refused."""
    with pytest.raises(EngineError, match=what):
        prove(Judged(*scores), "broken")


@pytest.mark.parametrize("text", ["", "......", "the the the the the the"])
def test_model_that_writes_no_language_is_refused(text):
    """Emptiness, signs and repetition are no translation, whatever the probabilities say."""
    engine = Judged(-1, -5, -5)
    engine._script = dict.fromkeys(engine._script, (text,))
    with pytest.raises(EngineError, match="does not write language"):
        prove(engine, "babbler")


def test_other_script_is_judged_by_its_writing_alone():
    """Where the vocabulary does not cover the golden translations their probabilities say nothing."""
    prove(Judged(-9, -9, -9, pair=("de", "ru"), writes=False), "cyrillic")


def test_model_for_fragments_is_refused():
    """A model that cannot take a plain sentence is refused with both numbers."""
    with pytest.raises(EngineError, match="takes at most 5 tokens"):
        prove(Judged(-1, -5, -5, max_source_tokens=5), "short")


def test_pass_is_kept_and_failure_is_not():
    """A passed proof costs nothing the next time; a failed one is asked for again."""
    ledger, engine = Ledger(), Judged(-1, -5, -5)
    prove(engine, "sound", ledger)
    asked = len(engine.asked)
    prove(engine, "sound", ledger)
    assert len(engine.asked) == asked
    fresh = Ledger()
    with pytest.raises(EngineError):
        prove(Judged(-9, -9, -9), "broken", fresh)
    assert not fresh.keys
