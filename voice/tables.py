"""Every table of the main database, gathered so that migrations and tests see them all."""

from __future__ import annotations

from voice.answers.models import (
    Answer,
    Attachment,
    Consent,
    Quarantined,
    Reply,
    ReplyVerdict,
    Response,
    Tombstone,
)
from voice.child.models import Link, ReceiptMark
from voice.people.models import Membership, Team, Worker
from voice.people.parking import Parked
from voice.people.proofs import Invite, Login, Passkey, RecoveryCode, SignIn, Tries
from voice.questions.models import PublishedSet, PublishedWords
from voice.safety.models import Alert, BenignBank, Outbox
from voice.storage.base import Base
from voice.storage.trail import TrailEntry
from voice.themes.models import Coding, Feeling

TABLES = (
    Alert,
    Answer,
    Attachment,
    BenignBank,
    Coding,
    Consent,
    Feeling,
    Invite,
    Link,
    Login,
    Membership,
    Outbox,
    Parked,
    Passkey,
    PublishedSet,
    PublishedWords,
    Quarantined,
    ReceiptMark,
    RecoveryCode,
    Reply,
    ReplyVerdict,
    Response,
    SignIn,
    Team,
    Tombstone,
    TrailEntry,
    Tries,
    Worker,
)
metadata = Base.metadata
