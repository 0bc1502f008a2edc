"""The line that says which kind of thing the facts do not give."""

from handlers.texts import Translations
from knowledge.verdict import Aspect


def missing_text(speech: Translations, aspect: Aspect) -> str:
    """Say that the facts don't give the kind of thing that was asked for."""
    says_not = {
        Aspect.TIME: speech.gettext("The facts don't say when."),
        Aspect.NUMBER: speech.gettext("The facts don't give that number."),
        Aspect.MONEY: speech.gettext("The facts say nothing about money."),
        Aspect.PLACE: speech.gettext("The facts don't say where."),
        Aspect.PERSON: speech.gettext("The facts don't say who."),
        Aspect.REASON: speech.gettext("The facts don't say why."),
        Aspect.MANNER: speech.gettext("The facts don't say how."),
        Aspect.RESULT: speech.gettext("The facts don't give such results."),
        Aspect.COMPARISON: speech.gettext("The facts don't compare."),
        Aspect.OPINION: speech.gettext("The facts don't judge."),
        Aspect.FUTURE: speech.gettext("The facts say nothing about the future."),
    }
    return says_not[aspect] + " " + speech.gettext("What they do say:")
