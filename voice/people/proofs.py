"""What a person proves who they are with, and where they are signed in.

No table holds a password, a code or a token that could be used: passwords are argon2 hashes, tokens
and codes are digests, and the secret of a code app is sealed with a key from the master key.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from voice.storage.base import Base
from voice.storage.types import Sealed, UtcTime, Words


class SignIn(Base):
    """One person signed in on one browser, until it ends."""

    __tablename__ = "sign_ins"
    kept: ClassVar[str] = "30 days after it ended; the trail keeps that it was"

    #: SHA-256 of the random token that only the browser has.
    id: Mapped[str] = mapped_column(Words(64), primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id", ondelete="CASCADE"), index=True)
    begun_at: Mapped[datetime] = mapped_column(UtcTime)
    #: The last request, to the minute.
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    #: What proved it: "password", "code", "recovery", "passkey", "invitation", "council", "demo"
    how: Mapped[str] = mapped_column(Words(20))


class Login(Base):
    """How one person signs in here, without the council's own sign-in."""

    __tablename__ = "logins"
    kept: ClassVar[str] = "as long as the person it belongs to"

    worker_id: Mapped[int] = mapped_column(
        ForeignKey("workers.id", ondelete="CASCADE"), primary_key=True
    )
    #: What is typed: the e-mail address or, for young people, the nickname; in small letters.
    name: Mapped[str] = mapped_column(Words(200), unique=True)
    #: Argon2id; None until an invitation was used.
    password: Mapped[str | None] = mapped_column(Words(200))
    #: The secret shared with a code app, sealed.
    totp: Mapped[bytes | None] = mapped_column(Sealed)
    #: The last counter of a code that was used: no code is good twice.
    totp_last: Mapped[int | None] = mapped_column(BigInteger)
    #: When the first code was right; before, the secret proves nothing.
    totp_since: Mapped[datetime | None] = mapped_column(UtcTime)
    #: When a facilitator let a young person in; for staff, when they were added.
    approved_at: Mapped[datetime | None] = mapped_column(UtcTime)


class RecoveryCode(Base):
    """One code on paper, for a lost phone. Good once."""

    __tablename__ = "recovery_codes"
    kept: ClassVar[str] = "until new ones are made, or as long as the person"

    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id", ondelete="CASCADE"), index=True)
    digest: Mapped[str] = mapped_column(Words(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Passkey(Base):
    """A key in a person's device: its public half."""

    __tablename__ = "passkeys"
    kept: ClassVar[str] = "until it is taken away, or as long as the person"

    #: The credential's id, base64url.
    id: Mapped[str] = mapped_column(Words(1400), primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id", ondelete="CASCADE"), index=True)
    #: The public key, base64url.
    public: Mapped[str] = mapped_column(Words(2000))
    uses: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(Words(60))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Tries(Base):
    """Wrong tries of one account name, or from one neighbourhood of the network."""

    __tablename__ = "tries"
    kept: ClassVar[str] = "1 day after the last wrong try"

    #: A keyed digest: neither the name nor the address can be read from it.
    whom: Mapped[str] = mapped_column(Words(64), primary_key=True)
    wrong: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcTime)
    locked_until: Mapped[datetime | None] = mapped_column(UtcTime)


class Invite(Base):
    """A link by which a person chooses a password. Good once, for three days."""

    __tablename__ = "invites"
    kept: ClassVar[str] = "30 days after it expired"

    #: SHA-256 of the random token in the link.
    id: Mapped[str] = mapped_column(Words(64), primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
