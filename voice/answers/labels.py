"""What staff read instead of codes: who was there, what an alert is, what became of a question.

The same words in the inbox, on an answer's page, on the board and in the evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from voice.i18n.catalogues import later

Labels = Mapping[str, Any]

FORMS: Final[Labels] = {
    "GS-Y": later("In general, up to 10"),
    "GS-P": later("In general, 11 and over"),
    "CPB-Y": later("Before a conference, up to 10"),
    "CPB-P": later("Before a conference, 11 and over"),
    "CP-Y": later("After a conference, up to 10"),
    "CP-P": later("After a conference, 11 and over"),
    "RVB-Y": later("Before a review, up to 10"),
    "RVB-P": later("Before a review, 11 and over"),
    "RV-Y": later("After a review, up to 10"),
    "RV-P": later("After a review, 11 and over"),
}
#: The same by what a form's key begins with, where the age stands beside it.
OCCASIONS: Final[Labels] = {
    "GS": later("In general"),
    "CPB": later("Before a conference"),
    "CP": later("After a conference"),
    "RVB": later("Before a review"),
    "RV": later("After a review"),
}
STATES: Final[Labels] = {
    "look": later("Look now"),
    "late": later("Late to read"),
    "unread": later("To read"),
    "foreign": later("To read, in another language"),
    "untranslated": later("Not yet translated"),
    "sample": later("Sample, to read with care"),
    "read": later("Read"),
    "all": later("All"),
}
SORTS: Final[Labels] = {
    "due": later("Alerts, then longest waiting"),
    "-sent": later("Newest first"),
    "sent": later("Oldest first"),
}
HELPED: Final[Labels] = {
    "alone": later("Answered alone"),
    "assisted": later("Someone was there or helped"),
}
COMPANY: Final[Labels] = {
    "alone": later("nobody else was there"),
    "worker": later("a worker was there"),
    "parent": later("a parent or carer was there"),
    "family": later("family was there"),
    "friend": later("a friend was there"),
    "other": later("somebody else was there"),
}
TAPS: Final[Labels] = {
    "me": later("the child tapped"),
    "helped": later("the child had help to tap"),
    "for_me": later("somebody else tapped"),
    "interpreter": later("an interpreter tapped"),
}
CHANNELS: Final[Labels] = {
    "link": later("by link or QR code"),
    "sealed": later("on a tablet, sealed"),
    "assisted": later("written down by a worker"),
    "import": later("imported"),
}
NOT_SAID: Final[Labels] = {
    "answered": later("Answered"),
    "skipped": later("Skipped"),
    "not_sure": later("Not sure"),
    "no_say": later("Did not want to say"),
}
SHARE: Final[Labels] = {
    "yes": later("May be shared, without a name"),
    "ask": later("Ask before sharing"),
    "no": later("Not to be shared"),
}
REPLY: Final[Labels] = {
    "no": later("No answer wanted"),
    "pictures": later("Wants an answer, by picture receipt"),
    "contact": later("Wants an answer in person"),
}
ALERTS: Final[Labels] = {
    "harm": later("Hurt or harm"),
    "domestic": later("Violence at home"),
    "self_harm": later("Hurting themselves"),
    "missing": later("Missing or running away"),
    "exploitation": later("Exploitation"),
    "fear": later("Not feeling safe"),
    "about_worker": later("About a worker"),
    "complaint": later("Wants to complain"),
    "advocate": later("Wants an advocate"),
    "contact_me": later("Wants a call"),
    "erase": later("Wants it taken back"),
}
NOTICED: Final[Labels] = {
    "phrase": later("words in the answer"),
    "rating": later("a low answer about safety"),
    "button": later("the child asked for it"),
    "similar": later("close to words we know"),
    "translation": later("words in the translation"),
    "aside": later("another version of the answer, which was set aside"),
}
DECISIONS: Final[Labels] = {
    "new": later("Nobody has decided yet"),
    "seen": later("Seen, not decided yet"),
    "decided": later("Decided"),
}
HEARD: Final[Labels] = {
    "phrase": later("words matched"),
    "similar": later("close in meaning"),
    "model": later("estimated"),
    "question": later("the question asks about it"),
    "person": later("a person said so"),
}
BANDS: Final[Labels] = {
    "pos": later("Good"),
    "mixed": later("Mixed"),
    "neutral": later("In between"),
    "neg": later("Not good"),
    "unclear": later("Cannot tell"),
}
FELT: Final[Labels] = {
    "rating": later("the child's own rating"),
    "question": later("from the question"),
    "estimated": later("estimated from the words"),
}
TRANSLATED: Final[Labels] = {
    "officer": later("I translated it"),
    "interpreter": later("An interpreter translated it"),
    "none": later("It needs no translation"),
}
EVERY: Final[Mapping[str, Labels]] = {
    "forms": FORMS,
    "occasions": OCCASIONS,
    "states": STATES,
    "sorts": SORTS,
    "helped": HELPED,
    "company": COMPANY,
    "taps": TAPS,
    "channels": CHANNELS,
    "not_said": NOT_SAID,
    "share": SHARE,
    "reply": REPLY,
    "alerts": ALERTS,
    "noticed": NOTICED,
    "decisions": DECISIONS,
    "heard": HEARD,
    "bands": BANDS,
    "felt": FELT,
    "translated": TRANSLATED,
}
