"""Text as the matcher sees it: one Unicode form, one case, no marks, cut into words."""

import re
import unicodedata

# A Telegram message holds at most 4096 characters; what lies beyond is no question any more.
TEXT_LIMIT = 4096

_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|[\n\u2028\u2029]+")
_BREVE = "\u0306"
# Folded text in which nothing but ё has a mark, and nothing is to be taken out: nearly all that people write.
_PLAIN = re.compile(r"[\s!-~а-яё«»„“”‘’–—]*")


def normalise(text: str) -> str:
    """Give `text` in NFKC, folded case, without control characters and accents, spaces single.

    Accents go because people leave them out (ё is typed as е); the breve of й stays, since it makes another letter.
    """
    text = unicodedata.normalize("NFKC", text[:TEXT_LIMIT]).casefold()
    if _PLAIN.fullmatch(text):
        return " ".join(text.replace("ё", "е").split())
    kept: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        category = unicodedata.category(char)
        if category == "Mn" and not (char == _BREVE and kept and kept[-1] in "иу"):
            continue
        kept.append(" " if category in {"Cc", "Zl", "Zp"} else "" if category == "Cf" else char)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def sentences(text: str) -> list[str]:
    """Give the sentences and lines of a raw text, in order, each with its closing mark."""
    return [part.strip() for part in _SENTENCE_END.split(text[:TEXT_LIMIT]) if part.strip()]


def words(text: str) -> list[str]:
    """Give the words of normalised `text`, in order; punctuation and symbols separate them."""
    return _WORD.findall(text)


def question_key(question: str) -> str:
    """Give what two questions share if they differ only in case, punctuation, spacing or Unicode form."""
    text = normalise(question)
    return " ".join(words(text)) or text
