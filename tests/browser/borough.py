"""A small borough on a running server: every link, one person for each role, and enough answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Page
from sqlalchemy.orm import Session

from tests.build import LANGUAGES, a_link, a_pack, a_response, a_team, a_worker, an_export
from tests.served import Served
from voice.answers.arrival import Wishes
from voice.panel import reports, rounds
from voice.people.models import Role, Worker
from voice.questions.kinds import Tier
from voice.questions.shelf import library
from voice.storage.keystore import Keystore
from voice.storage.types import now
from voice.themes import in_use, quarters
from voice.themes.changes import Add, Wording
from voice.themes.run import code_pending

_SAID = (
    "My social worker listens to me and I trust her.",
    "Nobody listened to me in the meeting and I was scared.",
    "I miss my dad and I want to see my brother more.",
    "They keep changing my social worker.",
    "I like my school and my friends.",
    "He hit me.",
)
_IN_OTHER_WORDS = {
    "ar": "لا أحد يستمع إلي",
    "pl": "Nikt mnie nie słucha, boję się zebrań.",
    "so": "Qofna ima dhageysto",
}
_ANSWERS = 72


@dataclass(frozen=True, slots=True)
class Borough:
    """Where to go in it."""

    server: Served
    #: Tokens of the links, by set and tier.
    tokens: dict[tuple[str, str], str]
    #: Id of an answer with an alert and marked words.
    answer: str
    #: Id of an export that the officer asked for.
    export: str
    #: Id of an open round about the one pack.
    panel_round: int

    @classmethod
    def filled(cls, server: Served) -> Borough:
        """Fill the server's data folder."""
        with server.session() as session, session.begin():
            tokens = {
                (key, str(tier)): a_link(session, key, tier).token
                for key, each in library().items()
                for tier in each.tiers
            }
            people = {role: a_worker(session, role) for role in Role}
        _answer(server)
        with server.session() as session:
            panel_round = _desk(session, server.keystore, people)
            kept = a_response(session, server.keystore, _SAID[1] + " He hit me.", sent=now())
            export = an_export(session, server.keystore, by=people[Role.OFFICER])
        while code_pending(server.engine, server.keystore, 100):
            pass
        return cls(server, tokens, kept.response_id, export, panel_round)

    def form(self, set_key: str, tier: str = Tier.OLDER, language: str = "en") -> str:
        """The address of a form as one long page, as it is without JavaScript."""
        return f"{self.flow(set_key, tier, language)}&whole=1"

    def flow(self, set_key: str, tier: str = Tier.OLDER, language: str = "en") -> str:
        """The address of a form that asks one question a screen."""
        return f"{self.server.url}/f/{self.tokens[set_key, tier]}?lang={language}"

    def sign_in(self, page: Page, role: Role) -> None:
        """Sign in as the person with this role, or the first of them."""
        page.goto(f"{self.server.url}/sign-in")
        page.get_by_role("button", name=f"A {role}", exact=True).first.click()
        page.wait_for_url(f"{self.server.url}/work")


def _desk(session: Session, keystore: Keystore, people: Mapping[Role, Worker]) -> int:
    """What lies on the desk: a pack and its round, a quarter's reports, a code of the council's."""
    facilitator, officer = people[Role.PANEL_FACILITATOR], people[Role.OFFICER]
    opened = rounds.open_round(session, keystore, facilitator.id, a_pack(session).id, now())
    reports.plan(session, officer.id, quarters.of_key("2026-Q3"))
    wording = Wording("Our pets", "Animals at home.")
    code = Add("local_pets", wording, {"en": ("my [dog|cat]",)})
    in_use.make(session, code, f"worker:{officer.id}", "Many speak of them.")
    return opened.id


def _answer(server: Served) -> None:
    """Answers over a year, in every language, from two teams, some of them to be shared."""
    with server.session() as session:
        teams = [a_team(session, "north"), a_team(session, "south")]
        for number in range(_ANSWERS):
            language = LANGUAGES[number % 8] if number % 8 < len(LANGUAGES) else "en"
            a_response(
                session,
                server.keystore,
                _IN_OTHER_WORDS.get(language, _SAID[number % len(_SAID)]),
                language=language,
                team=teams[number % 2],
                sent=now() - timedelta(days=number * 5),
                wishes=Wishes(share="yes" if number % 2 else "no"),
                company=("alone",) if number % 3 else ("worker", "parent"),
            )
