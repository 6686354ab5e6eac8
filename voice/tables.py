"""Every table of the main database, gathered so that migrations and tests see them all."""

from __future__ import annotations

from voice.actions.models import Action, Entry, NotEnough, Reminder, Sentence, Told
from voice.answers.export_models import ExportRequest
from voice.answers.models import (
    Answer,
    Attachment,
    Consent,
    Quarantined,
    Recorded,
    Reply,
    ReplyVerdict,
    Response,
    Tombstone,
    Transcript,
)
from voice.answers.versions import Cover, Redaction, Translation
from voice.child.models import Link, ReceiptMark
from voice.panel.models import Pack, Release
from voice.panel.round_models import Ballot, Question, Report, Round
from voice.people.models import Membership, Seat, Team, Worker
from voice.people.parking import Parked
from voice.people.proofs import Invite, Login, Passkey, RecoveryCode, SignIn, Tries
from voice.people.waiting import WaitingWords
from voice.questions.models import PublishedSet, PublishedWords
from voice.quotes.proposed import Quote
from voice.safety.models import Alert, BenignBank, Outbox
from voice.storage.base import Base
from voice.storage.trail import TrailEntry
from voice.themes.codebook_models import CodebookChange
from voice.themes.models import (
    Coding,
    Feeling,
    HandCoding,
    Heard,
    LearntHead,
    NoTheme,
    ThemeCount,
    Vector,
)

TABLES = (
    Action,
    Alert,
    Answer,
    Attachment,
    Ballot,
    BenignBank,
    CodebookChange,
    Coding,
    Consent,
    Cover,
    Entry,
    ExportRequest,
    Feeling,
    HandCoding,
    Heard,
    Invite,
    LearntHead,
    Link,
    Login,
    Membership,
    NoTheme,
    NotEnough,
    Outbox,
    Pack,
    Parked,
    Passkey,
    PublishedSet,
    PublishedWords,
    Quarantined,
    Question,
    Quote,
    ReceiptMark,
    Recorded,
    RecoveryCode,
    Redaction,
    Release,
    Reminder,
    Reply,
    ReplyVerdict,
    Report,
    Response,
    Round,
    Seat,
    Sentence,
    SignIn,
    Team,
    ThemeCount,
    Told,
    Tombstone,
    TrailEntry,
    Transcript,
    Translation,
    Tries,
    Vector,
    WaitingWords,
    Worker,
)
metadata = Base.metadata
