"""What admins see of the questions asked in vain: HTML texts and buttons."""

from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.admin.clipping import day, listed
from handlers.admin.presses import PAGE, PAGE_LENGTH, page_buttons, page_count, page_of
from handlers.admin.vain import Found, Group
from handlers.buttons import TAUGHT, UNANSWERED, button
from handlers.records import TaughtQuestion
from handlers.replies import Reply, label
from handlers.voices import Voice
from knowledge.facts_model import Fact, TopicFile

# What a button asks for, the part after its kind; all but the last are followed by the id of a question's row.
OPEN = "o"
TOPICS = "t"
FACTS = "f"
ASSIGN = "a"
DISMISS = "d"
IGNORE = "i"
NEXT = "n"
# Of a lesson: take all back that were taught with it.
TOGETHER = "g"

# With 120 characters each these fit a message, whatever they are written in (Bot API "sendMessage").
WORDINGS = 12


class VainScreens:
    """Words the screens in one voice."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._speech = voice.speech

    def page(self, groups: Sequence[Group], page: int) -> Reply:
        """Give a page of the groups, each with a button that opens it."""
        if not groups:
            return Reply(self._speech.gettext("Nothing was asked in vain."))
        page, shown = page_of(groups, page)
        first = page * PAGE_LENGTH + 1
        head = self._speech.gettext("Asked in vain, most often first")
        lines = [f"<b>{head}</b>"]
        if (pages := page_count(len(groups))) > 1:
            lines.append(self._speech.gettext("Page {page} of {pages}").format(page=page + 1, pages=pages))
        for number, group in enumerate(shown, start=first):
            lines += ["", f"<b>{number}.</b> {self._line(group)}"]
        opening = [
            button(str(number), UNANSWERED, OPEN, group.leading.id) for number, group in enumerate(shown, start=first)
        ]
        rows = [opening, page_buttons(UNANSWERED, page, len(groups))]
        return Reply("\n".join(lines), InlineKeyboardMarkup([row for row in rows if row]))

    def group(self, found: Found, nearest: Sequence[Fact]) -> Reply:
        """Give a group: its wordings, and what can be done with it."""
        group = found.group
        asked = self._speech.ngettext("Asked in vain once", "Asked in vain {count} times", group.times)
        last = max(question.last_asked for question in group.questions)
        lines = [
            f"<b>{asked.format(count=group.times)}</b>",
            self._speech.gettext("Last on {day}").format(day=day(last, self._voice.language)),
            "",
            *self._wordings([(question.language, question.text, question.times) for question in group.questions]),
            "",
            self._speech.gettext("Which fact answers this?"),
        ]
        row_id = group.leading.id
        rows = self._assign_rows(row_id, nearest)
        rows += [
            [button(self._speech.gettext("Other fact…"), UNANSWERED, TOPICS, row_id)],
            [
                button(self._speech.gettext("Dismiss"), UNANSWERED, DISMISS, row_id),
                button(self._speech.gettext("Ignore similar"), UNANSWERED, IGNORE, row_id),
            ],
            [self._back(PAGE, found.place // PAGE_LENGTH)],
        ]
        return Reply("\n".join(lines), InlineKeyboardMarkup(rows))

    def topics(self, found: Found) -> Reply:
        """Give the topics, to look for the fact that answers the group."""
        row_id = found.group.leading.id
        rows = [
            [button(label(file.topic.title[self._voice.language]), UNANSWERED, FACTS, row_id, file.topic.id)]
            for file in self._voice.facts.topics
        ]
        return self._choice(found, rows, self._back(OPEN, row_id))

    def facts(self, found: Found, file: TopicFile) -> Reply:
        """Give the facts of a topic, to assign the group to one."""
        row_id = found.group.leading.id
        return self._choice(found, self._assign_rows(row_id, file.facts), self._back(TOPICS, row_id))

    def taught(self, fact: Fact, lessons: Sequence[TaughtQuestion]) -> Reply:
        """Confirm a lesson, with the way to take it back and the way on."""
        heading = listed(fact.heading(self._voice.language))
        text = self._speech.gettext("From now on this is answered with <b>{fact}</b>:").format(fact=heading)
        lines = [text, "", *self._wordings([(lesson.language, lesson.question, 1) for lesson in lessons])]
        rows = [
            [button("↩ " + self._speech.gettext("Undo"), TAUGHT, TOGETHER, lessons[0].id)],
            [button(self._speech.gettext("Next question") + " »", UNANSWERED, NEXT, "")],
            [self._back(PAGE, 0)],
        ]
        return Reply("\n".join(lines), InlineKeyboardMarkup(rows))

    def _line(self, group: Group) -> str:
        line = f"{group.times}× [{listed(group.leading.language)}] {listed(group.leading.text)}"
        if others := len(group.questions) - 1:
            more = self._speech.ngettext("and {count} similar one", "and {count} similar ones", others)
            line += f"\n<i>{more.format(count=others)}</i>"
        return line

    def _wordings(self, wordings: Sequence[tuple[str, str, int]]) -> Sequence[str]:
        lines = [
            f"• [{listed(language)}] {listed(text)}" + (f" ({times}×)" if times > 1 else "")
            for language, text, times in wordings[:WORDINGS]
        ]
        if more := len(wordings) - len(lines):
            lines.append(f"… (+{more})")
        return lines

    def _choice(
        self, found: Found, rows: Sequence[Sequence[InlineKeyboardButton]], back: InlineKeyboardButton
    ) -> Reply:
        ask = self._speech.gettext("Which fact answers this?")
        return Reply(f"{self._line(found.group)}\n\n{ask}", InlineKeyboardMarkup([*rows, [back]]))

    def _assign_rows(self, row_id: int, facts: Sequence[Fact]) -> list[list[InlineKeyboardButton]]:
        language = self._voice.language
        return [[button(label(fact.heading(language)), UNANSWERED, ASSIGN, row_id, fact.id)] for fact in facts]

    def _back(self, *parts: str | int) -> InlineKeyboardButton:
        return button("« " + self._speech.gettext("Back"), UNANSWERED, *parts)
