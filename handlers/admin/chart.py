"""The chart of questions by day and verdict.

As a program of its own (`python -m`) it reads JSON from standard input and writes the picture to standard output.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from handlers.records import DayCount
from knowledge.verdict import Outcome

# More bars than this are too thin to read: then each is a week.
MOST_BARS = 100
WEEK = 7
TICKS = 6
INCHES = (8.0, 4.0)
# Told apart by people who are colour-blind (Okabe and Ito, "Color Universal Design", 2008).
COLOURS = {Outcome.ANSWER: "#0072b2", Outcome.SUGGEST: "#e69f00", Outcome.UNKNOWN: "#999999"}


@dataclass(frozen=True)
class ChartWords:
    """What stands on the chart, in one language: a title for bars of a day and of a week, and the verdicts' names."""

    per_day: str
    per_week: str
    outcomes: Mapping[Outcome, str]


@dataclass(frozen=True)
class Bar:
    """The questions of a day or of a week that begins then, by outcome."""

    begin: date
    outcomes: Mapping[str, int]


def bars_of(days: Sequence[DayCount]) -> tuple[int, list[Bar]]:
    """Give how many days a bar stands for, and the bars from the first day to the last, empty ones too."""
    by_day = {date.fromisoformat(day.day): day.outcomes for day in days}
    first, last = min(by_day), max(by_day)
    step = 1 if (last - first).days < MOST_BARS else WEEK
    bars = []
    for offset in range(0, (last - first).days + 1, step):
        begin = first + timedelta(days=offset)
        covered = [by_day.get(begin + timedelta(days=number), {}) for number in range(step)]
        bars.append(Bar(begin, {name: sum(day.get(name, 0) for day in covered) for name in Outcome}))
    return step, bars


def draw_chart(days: Sequence[DayCount], words: ChartWords) -> bytes:
    """Draw the days, at least one, as a PNG picture; the library that draws stays in memory, with some 50 MB."""
    # Whoever only counts bars or has them drawn elsewhere need not load it.
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415
    from matplotlib.ticker import MaxNLocator  # noqa: PLC0415

    step, bars = bars_of(days)
    figure = Figure(figsize=INCHES)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.08, 0.1, 0.9, 0.78))
    places, bottoms = range(len(bars)), [0] * len(bars)
    for outcome, colour in COLOURS.items():
        heights = [bar.outcomes[outcome] for bar in bars]
        axes.bar(places, heights, bottom=bottoms, color=colour, label=words.outcomes[outcome])
        bottoms = [bottom + height for bottom, height in zip(bottoms, heights, strict=True)]
    axes.set_title(words.per_day if step == 1 else words.per_week, loc="left")
    shown = places[:: -(-len(bars) // TICKS)]
    axes.set_xticks(shown, [bars[place].begin.isoformat() for place in shown])
    # A single bar would be as wide as the picture.
    axes.set_xlim(min(-0.6, (len(bars) - WEEK) / 2), max(len(bars) - 0.4, (len(bars) + WEEK) / 2 - 1))
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=len(COLOURS), frameon=False)
    picture = BytesIO()
    figure.savefig(picture, format="png")
    return picture.getvalue()


def to_json(days: Sequence[DayCount], words: ChartWords) -> bytes:
    """Give what this program reads."""
    told = [[day.day, dict(day.outcomes)] for day in days]
    return json.dumps([told, words.per_day, words.per_week, dict(words.outcomes)]).encode()


def main() -> None:
    """Read what to draw, and draw it."""
    days, per_day, per_week, outcomes = json.load(sys.stdin.buffer)
    names = {Outcome(name): text for name, text in outcomes.items()}
    picture = draw_chart([DayCount(*day) for day in days], ChartWords(per_day, per_week, names))
    sys.stdout.buffer.write(picture)


if __name__ == "__main__":
    main()
