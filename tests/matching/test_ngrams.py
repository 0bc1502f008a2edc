"""Questions as vectors."""

import math

import numpy as np
import pytest

from knowledge.matching.lexicon import Unit, UnitKind
from knowledge.matching.ngrams import LETTERS_SHARE, MANY_EXAMPLES, UNITS_SHARE, WORDS_SHARE, Vectorizer
from knowledge.matching.question import Question


def question(text: str, *units: str) -> Question:
    """Give a question of these words and concepts."""
    words = tuple(text.split())
    return Question(words, words, tuple(Unit(UnitKind.CONCEPT, unit) for unit in sorted(units)))


EXAMPLES = [
    question("where do penguins live", "penguin", "place"),
    question("penguin home", "penguin", "home"),
    question("how fast do ostriches run", "ostrich", "speed"),
    question("зубы акулы", "shark", "teeth"),
]


@pytest.fixture(scope="module")
def vectorizer() -> Vectorizer:
    """Give a vectorizer that knows the examples."""
    return learnt(EXAMPLES)


def learnt(examples: list[Question]) -> Vectorizer:
    """Give a vectorizer that knows these examples."""
    vectorizer, _ = Vectorizer.fit(examples)
    return vectorizer


def squared_length(vectorizer: Vectorizer, asked: Question) -> float:
    _, values = vectorizer.vector(asked)
    return float(np.sum(values.astype(np.float64) ** 2))


@pytest.mark.parametrize("example", EXAMPLES)
def test_a_vector_has_length_one(vectorizer: Vectorizer, example: Question) -> None:
    assert squared_length(vectorizer, example) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    ("asked", "share"),
    [
        (question("zzz", "penguin"), UNITS_SHARE),
        (question("penguins"), WORDS_SHARE + LETTERS_SHARE),
        (question("penguinss"), LETTERS_SHARE),
        (question("qqqq", "qqqq"), 0),
        (question(""), 0),
    ],
)
def test_a_part_without_known_features_is_left_out(vectorizer: Vectorizer, asked: Question, share: float) -> None:
    assert squared_length(vectorizer, asked) == pytest.approx(share, abs=1e-6)


def test_unknown_features_change_nothing(vectorizer: Vectorizer) -> None:
    known = vectorizer.vector(question("where", "penguin"))
    more = vectorizer.vector(question("where qqqq", "penguin", "qqqq"))
    assert dict(zip(known[0].tolist(), known[1].tolist(), strict=True)) == dict(
        zip(more[0].tolist(), more[1].tolist(), strict=True)
    )


def test_a_column_stands_once_in_a_vector(vectorizer: Vectorizer) -> None:
    columns, values = vectorizer.vector(question("penguin penguin penguins home home", "penguin", "home"))
    assert len(set(columns.tolist())) == len(columns) == len(values)
    assert (values > 0).all()
    assert (columns >= 0).all()
    assert (columns < len(vectorizer.columns)).all()


def test_rare_features_weigh_more_than_frequent_ones(vectorizer: Vectorizer) -> None:
    weights = {feature: vectorizer.weights[column] for feature, column in vectorizer.columns.items()}
    assert weights["wdo"] < weights["wfast"]
    assert weights["wfast"] == pytest.approx(math.log(5 / 2) + 1)


def test_pairs_of_units_tell_questions_apart_that_share_their_units() -> None:
    joined, apart = question("", "a", "b"), question("", "a")
    vectorizer = learnt([joined, apart, question("", "b")])
    assert len(vectorizer.vector(joined)[0]) == 3
    assert len(vectorizer.vector(apart)[0]) == 1


def test_letters_find_a_word_with_another_ending(vectorizer: Vectorizer) -> None:
    columns, _ = vectorizer.vector(question("акулами"))
    own, _ = vectorizer.vector(EXAMPLES[3])
    assert {*columns.tolist()} < {*own.tolist()}
    assert len(columns)


def test_a_matrix_has_the_vectors_as_rows(vectorizer: Vectorizer) -> None:
    matrix = vectorizer.matrix(EXAMPLES).toarray()
    assert matrix.shape == (len(EXAMPLES), len(vectorizer.columns))
    for row, example in zip(matrix, EXAMPLES, strict=True):
        columns, values = vectorizer.vector(example)
        assert np.array_equal(row[columns], values)
        assert np.count_nonzero(row) == len(columns)


def test_what_is_learnt_from_comes_as_rows_too() -> None:
    vectorizer, rows = Vectorizer.fit(EXAMPLES)
    again = vectorizer.matrix(EXAMPLES)
    assert np.array_equal(rows.toarray(), again.toarray())


def test_of_many_examples_what_only_one_has_is_left_out() -> None:
    often, once = question("penguin"), question("albatross")
    few = learnt([often] * 10 + [once])
    many = learnt([often] * MANY_EXAMPLES + [once])
    assert {"wpenguin", "walbatross"} <= {*few.columns}
    assert "wpenguin" in many.columns
    assert "walbatross" not in many.columns


def test_no_questions_make_an_empty_matrix(vectorizer: Vectorizer) -> None:
    assert vectorizer.matrix([]).shape == (0, len(vectorizer.columns))
    assert vectorizer.matrix([question("")]).count_nonzero() == 0


def test_the_order_of_examples_does_not_matter(vectorizer: Vectorizer) -> None:
    other = learnt(EXAMPLES[::-1])
    assert list(other.columns.items()) == list(vectorizer.columns.items())
    assert np.array_equal(other.weights, vectorizer.weights)


def test_hundreds_of_units_make_no_thousands_of_pairs() -> None:
    many = question(" ".join(f"w{number}" for number in range(300)), *(f"u{number}" for number in range(300)))
    assert len(learnt([many]).columns) < 5_000
