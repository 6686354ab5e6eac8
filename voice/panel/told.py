"""A pack put into words: the one text from which page, paper, slides and sheet are made.

Pure: contents in, words out. Numbers are those of the contents, so that every rendering carries the
same ones. What people typed keeps the language they typed it in, and says which that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from voice.panel import phrases
from voice.panel.contents import YOUNG
from voice.panel.phrases import Say
from voice.panel.wording import Card, Mood, Quoted, Row, Speech, Table, Told, Typed


def told(contents: Mapping[str, Any], speech: Speech, fingerprint: str = "") -> Told:
    """The pack in the words of this language."""
    say, counted = speech.say, contents["counted"]
    cards = tuple(_card(each, contents, speech) for each in contents["themes"])
    return Told(
        tag=speech.tag,
        direction=speech.direction,
        audience=phrases.audience(say, contents["audience"]),
        young=contents["audience"] in YOUNG,
        period=speech.months(contents["period"]),
        council=contents["council"],
        about=phrases.about(say, contents["group"], contents["about"]),
        headline=headline(contents, speech),
        answered=contents["answered"],
        lead=_lead(contents, say),
        note=_typed(contents["note"], contents, speech),
        warning=_typed(contents["content_note"], contents, speech),
        cards=cards,
        tables=tuple(_table(each, cards, speech) for each in contents["tables"]),
        silence=_silence(contents["silence"], say),
        silent=_silent(contents["silence"], say),
        silence_note=_typed(contents["silence"]["note"], contents, speech),
        hidden=_hidden(counted, say),
        counting=_counting(counted, say),
        words=_words(say),
        step=counted["step"],
        fingerprint=fingerprint,
    )


def _words(say: Say) -> dict[str, str]:
    """Headings and labels of every rendering."""
    return {
        "side": say("Side by side"),
        "happy": say("happy with it"),
        "unhappy": say("not happy"),
        "silent": say("Who we did not hear from"),
        "hidden": say("What we could not show"),
        "counting": say("How we count"),
        "sure": say("How sure are we?"),
        "felt": say("How they felt"),
        "children": say("Children"),
        "in_ten": say("In every 10"),
        "no_quote": say("No quote this time."),
        "not_shown": say("not shown"),
        "theme": say("Theme"),
        "all": say("All children"),
        "who": say("Who spoke of what"),
        "know": say("Before you read"),
        "number": say("Number of this pack"),
    }


def _typed(text: str, contents: Mapping[str, Any], speech: Speech) -> Typed | None:
    if not text:
        return None
    tag, direction, _name = speech.other(contents["language"])
    return Typed(text, tag, direction)


def _ours(text: str, speech: Speech) -> Typed:
    return Typed(text, speech.tag, speech.direction)


def headline(contents: Mapping[str, Any], speech: Speech) -> tuple[Typed, ...]:
    """As people wrote it, or made from the figures."""
    written = _typed(contents["headline"], contents, speech)
    if written:
        return (written,)
    themes = contents["themes"]
    say = speech.say
    titles = {each["key"]: titled(each, contents, speech)[0].text for each in themes}
    if contents["best"]:
        best = say("Going best: %(theme)s.") % {"theme": titles[contents["best"]]}
        worst = say("Needs to get better: %(theme)s.") % {"theme": titles[contents["hardest"]]}
        return _ours(best, speech), _ours(worst, speech)
    if themes:
        most = say("What matters most: %(theme)s.") % {"theme": titles[themes[0]["key"]]}
        return (_ours(most, speech),)
    return (_ours(say("Not enough children answered yet"), speech),)


def _lead(contents: Mapping[str, Any], say: Say) -> tuple[str, ...]:
    if contents["answered"] is None:
        few = say("We only show what many children said.")
        return few, say("Look at another time, or come back later.")
    lead = [say("About %(number)s children answered.") % {"number": contents["answered"]}]
    if contents["themes"]:
        lead.append(say("One dot is about %(number)s children.") % {"number": contents["per_dot"]})
    return tuple(lead)


def titled(
    theme: Mapping[str, Any], contents: Mapping[str, Any], speech: Speech
) -> tuple[Typed, Typed]:
    """Title and line of a theme: as people wrote them in this language, else the codebook's."""
    same = contents["language"] == speech.code
    title, line = speech.theme(theme["key"])
    return (
        _ours(theme["title"], speech) if same and theme["title"] else title,
        _ours(theme["line"], speech) if same and theme["line"] else line,
    )


def _card(theme: Mapping[str, Any], contents: Mapping[str, Any], speech: Speech) -> Card:
    say, step = speech.say, contents["counted"]["step"]
    title, line = titled(theme, contents, speech)
    parts = {each["key"]: each["in_ten"] for each in theme["feelings"]}
    glad, sad = phrases.both(say, parts["happy"], parts["unhappy"])
    return Card(
        key=theme["key"],
        picture=phrases.PICTURES.get(theme["key"], "other"),
        title=title,
        line=line,
        shown=theme["shown"],
        many=say("about %(number)s children") % {"number": theme["shown"]},
        moods=tuple(_mood(each, say, step) for each in theme["feelings"]),
        glad=glad,
        sad=sad,
        happy_in_ten=phrases.in_ten(say, parts["happy"]),
        unhappy_in_ten=phrases.in_ten(say, parts["unhappy"]),
        sure=phrases.sure(say, theme["sure"], theme["shown"]),
        quote=_quote(theme["quote"], speech) if theme["quote"] else None,
    )


def _mood(feeling: Mapping[str, Any], say: Say, step: int) -> Mood:
    return Mood(
        key=feeling["key"],
        label=phrases.feeling(say, feeling["key"]),
        count=feeling["count"],
        said=phrases.count(say, feeling["count"], step),
        in_ten=phrases.in_ten(say, feeling["in_ten"]),
        dots=feeling["dots"],
    )


def _quote(quote: Mapping[str, Any], speech: Speech) -> Quoted:
    tag, direction, name = speech.other(quote["language"])
    foreign = quote["language"] != speech.code
    english = speech.other("en")
    beside = Typed(quote["translation"], *english[:2]) if quote["translation"] else None
    written = speech.say("written in %(language)s") % {"language": name} if foreign else ""
    who = phrases.child(speech.say, quote["tier"])
    return Quoted(Typed(quote["words"], tag, direction), who, written, beside if foreign else None)


def _table(table: Mapping[str, Any], cards: tuple[Card, ...], speech: Speech) -> Table:
    titles = {card.key: card.title for card in cards}
    rows = tuple(
        Row(_name(row, table["by"], speech.say), row["children"], tuple(row["counts"]))
        for row in table["rows"]
    )
    named = tuple(titles[key] for key in table["themes"])
    return Table(phrases.parting(speech.say, table["by"]), named, rows)


def _name(row: Mapping[str, Any], by: str, say: Say) -> str:
    key = row["group"].partition(":")[2]
    return phrases.tier(say, key) if by == "tier" else row["name"] or key


def _silence(silence: Mapping[str, Any], say: Say) -> tuple[str, ...]:
    unknown = say("We do not know about children who were never asked.")
    if not silence["known"]:
        return (unknown,)
    if silence["tiers"] or silence["teams"]:
        return say("Few answers, or none, came from:"), unknown
    return say("We heard from every age and every team."), unknown


def _silent(silence: Mapping[str, Any], say: Say) -> tuple[str, ...]:
    of_team = say("children of this team:")
    teams = [f"{of_team} {name}" for name in silence["teams"]]
    return (*(phrases.tier(say, each) for each in silence["tiers"]), *teams)


def _hidden(counted: Mapping[str, Any], say: Say) -> tuple[str, ...]:
    never = say(
        "We never show a group of fewer than %(number)s children. That way nobody can guess who it"
        " was."
    )
    beside = say("Sometimes we leave out another number too, so that nobody can work it out.")
    told = [never % {"number": counted["threshold"]}, beside]
    if counted["unassigned"]:
        fits = say("About %(number)s children wrote things that fit none of our themes.")
        told.append(fits % {"number": counted["unassigned"]})
    return tuple(told)


def _counting(counted: Mapping[str, Any], say: Say) -> tuple[str, ...]:
    told = [say("We count children, not words. One child can be in many themes.")]
    if counted["step"] > 1:
        near = say("Numbers go up or down to the nearest %(number)s. So we say “about”.")
        told.append(near % {"number": counted["step"]})
    told.append(say("People chose these themes and put them in order."))
    told.append(say("A computer sorted the words first. It can be wrong."))
    told.append(say("We show words only if the child said yes, and two people checked them."))
    return tuple(told)
