"""Stage ``segment``: turns become utterances with language, lemmas and terms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tqdm import tqdm

from pipeline.errors import TaqyrypError, run_stage
from pipeline.language.languages import Identified, LanguageIdentifier
from pipeline.language.lemmas import Lemmatiser
from pipeline.language.marks import without_marks
from pipeline.language.sentences import passages
from pipeline.language.stanza_tools import StanzaTools
from pipeline.language.tools import BuiltInTools, LanguageTools
from pipeline.language.words import stop_words
from pipeline.lexicon.terms import Term, load_terms
from pipeline.params import SegmentParams, load_params
from pipeline.schema import (
    NORMALISED,
    NOT_CODED,
    STANZA_MODELS,
    TURNS,
    UTTERANCES,
    Language,
    LanguageSpan,
    NormalisedTurn,
    TermMatch,
    Turn,
    Utterance,
)
from pipeline.tables import stream, write


class Segmenter:
    """Cuts turns into utterances and says of each what it is made of."""

    def __init__(self, terms: Sequence[Term], params: SegmentParams) -> None:
        self._terms = {term.id: term for term in terms}
        self._params = params
        lemmatiser = Lemmatiser()
        self._identifier = LanguageIdentifier(lemmatiser)
        self._tools: LanguageTools = BuiltInTools(lemmatiser)
        if params.tools == "stanza":
            self._tools = StanzaTools(STANZA_MODELS, self._tools, self._identifier)

    def segment(self, turn: Turn, normalised: NormalisedTurn) -> list[Utterance]:
        """The utterances of one turn, in order; transcriber's marks alone are none."""
        spoken = without_marks(normalised.text)
        sentences = self._tools.sentences(normalised.text)
        spans = passages(normalised.text, sentences, self._params.unit, self._params.max_words)
        said = [(start, end) for start, end in spans if spoken[start:end].strip()]
        return [
            self._utterance(turn, normalised, spoken, number, start, end)
            for number, (start, end) in enumerate(said, start=1)
        ]

    def _utterance(
        self,
        turn: Turn,
        normalised: NormalisedTurn,
        spoken: str,
        number: int,
        first: int,
        last: int,
    ) -> Utterance:
        """One utterance.

        Args:
            spoken: the normalised text of the turn with transcriber's marks blank.
            first, last: offsets in it.
        """
        starts, ends = normalised.starts[first:last], normalised.ends[first:last]
        start, end = starts[0], ends[-1]
        text = spoken[first:last]
        terms = [term for term in normalised.terms if start <= term.start and term.end <= end]
        identified = self._identifier.identify(text, self._term_languages(terms, starts))
        lemmas = self._lemmas(text, identified, terms, starts)
        return Utterance(
            utterance_id=f"{turn.transcript_id}.{turn.turn}.{number}",
            transcript_id=turn.transcript_id,
            turn=turn.turn,
            speaker=turn.speaker,
            role=turn.role,
            school=turn.school,
            method=turn.method,
            start=start,
            end=end,
            text=turn.text[start - turn.start : end - turn.start],
            normalised=text if text == normalised.text[first:last] else " ".join(text.split()),
            language=identified.language,
            language_confidence=identified.confidence,
            language_mix=identified.mix,
            language_spans=_language_spans(identified, starts, ends),
            lemmas=[lemma for lemma, _ in lemmas],
            lemma_languages=[language for _, language in lemmas],
            terms=terms,
        )

    def _term_languages(
        self, terms: Sequence[TermMatch], starts: Sequence[int]
    ) -> dict[int, Language]:
        """The language of words that are terms, by their offset in the utterance."""
        inside = {start: position for position, start in reversed(list(enumerate(starts)))}
        return {
            inside[start]: self._terms[term.term].language
            for term in terms
            for start in range(term.start, term.end)
            if start in inside
        }

    def _lemmas(
        self,
        text: str,
        identified: Identified,
        terms: Sequence[TermMatch],
        starts: Sequence[int],
    ) -> list[tuple[str, str]]:
        """Each word's lemma and language; a term is one word, shown as the main language does.

        A stop word stays as it is said, so that the lists of inflected stop words apply.
        """
        lemmas: list[tuple[str, str]] = []
        inside: TermMatch | None = None
        found = self._tools.lemmas(text, identified)
        for (word, language), lemma in zip(identified.words, found, strict=True):
            place = starts[word.start]
            term = next((term for term in terms if term.start <= place < term.end), None)
            if term is not None:
                if term is not inside:
                    name = self._terms[term.term].name(identified.language)
                    lemmas.append((name.replace(" ", "_"), identified.language))
            elif word.text.lower() in stop_words(language):
                lemmas.append((word.text.lower(), language))
            else:
                lemmas.append((lemma, language))
            inside = term
        return lemmas


def _language_spans(
    identified: Identified, starts: Sequence[int], ends: Sequence[int]
) -> list[LanguageSpan]:
    """Neighbouring words of one language joined."""
    spans: list[LanguageSpan] = []
    for word, language in identified.words:
        start, end = starts[word.start], ends[word.end - 1]
        if spans and spans[-1].language == language:
            start = spans.pop().start
        spans.append(LanguageSpan(language, start, end))
    return spans


def main() -> None:
    """Segment every turn that may be coded: interviewers and headings are left as context."""
    segmenter = Segmenter(load_terms(), load_params().segment)
    counts: Counter[str] = Counter()
    mixed = 0

    def utterances() -> Iterator[Utterance]:
        nonlocal mixed
        rows = zip(stream(TURNS), stream(NORMALISED), strict=True)
        for turn, normalised in tqdm(rows, desc="segment", unit=" turns", disable=None):
            for utterance in [] if turn.role in NOT_CODED else segmenter.segment(turn, normalised):
                counts[utterance.language] += 1
                mixed += "+" in utterance.language_mix
                yield utterance
        if not counts:
            raise TaqyrypError(
                "holds no participant's words, only interviewers and headings",
                file=TURNS.path,
                remedy="give the speakers their roles in participants.csv",
            )

    write(UTTERANCES, utterances())
    shares = ", ".join(f"{language} {count}" for language, count in counts.most_common())
    print(f"{counts.total()} utterances ({shares}); {mixed} mix languages")


if __name__ == "__main__":
    run_stage(main)
