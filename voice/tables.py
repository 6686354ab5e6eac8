"""Every table of the main database, gathered so that migrations and tests see them all."""

from __future__ import annotations

from voice.answers.models import Answer, Consent, Response
from voice.child.models import Link
from voice.people.models import Membership, Team, Worker
from voice.questions.models import PublishedSet, PublishedWords
from voice.safety.models import Alert
from voice.storage.base import Base
from voice.storage.trail import TrailEntry
from voice.themes.models import Coding, Feeling

TABLES = (
    Alert,
    Answer,
    Coding,
    Consent,
    Feeling,
    Link,
    Membership,
    PublishedSet,
    PublishedWords,
    Response,
    Team,
    TrailEntry,
    Worker,
)
metadata = Base.metadata
