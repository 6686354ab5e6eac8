"""The adults of the house: who they are, which teams they belong to, in which role."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from voice.storage.base import Base
from voice.storage.types import UtcTime, Words


class Role(StrEnum):
    """What a person is here to do."""

    WORKER = "worker"
    MANAGER = "manager"
    AUDITOR = "auditor"
    OFFICER = "officer"
    DUTY = "duty"
    PANEL_MEMBER = "panel_member"
    PANEL_FACILITATOR = "panel_facilitator"
    PARTNERSHIP = "partnership"
    GOVERNANCE = "governance"
    ADMIN = "admin"


class Body(StrEnum):
    """A body of young people, which reads its own packs and votes on them."""

    YOUTH_PANEL = "youth_panel"
    CARE_COUNCIL = "care_council"


class Team(Base):
    """A team of the children's services."""

    __tablename__ = "teams"
    kept: ClassVar[str] = "as long as an answer names it"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(Words(40), unique=True)
    name: Mapped[str] = mapped_column(Words(120))
    #: "assessment", "looked_after", "leaving_care": what the team does.
    service: Mapped[str] = mapped_column(Words(40))


class Worker(Base):
    """A person who signs in: staff, partners, and the young people of the panel."""

    __tablename__ = "workers"
    kept: ClassVar[str] = "2 years after the last sign-in"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(Words(120))
    #: None for young people of the panel, who need no e-mail.
    email: Mapped[str | None] = mapped_column(Words(200), unique=True)
    #: Who they are at the council's own sign-in, which never gives a subject to somebody else.
    oidc_subject: Mapped[str | None] = mapped_column(Words(255), index=True, unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    memberships: Mapped[list[Membership]] = relationship(
        back_populates="worker", lazy="selectin", cascade="all, delete-orphan"
    )
    seats: Mapped[list[Seat]] = relationship(lazy="selectin", cascade="all, delete-orphan")

    @property
    def bodies(self) -> frozenset[Body]:
        """The bodies of young people that this person belongs to."""
        return frozenset(Body(each.body) for each in self.seats)

    @property
    def roles(self) -> frozenset[Role]:
        """Every role this person has, whatever the team."""
        return frozenset(Role(each.role) for each in self.memberships)

    def teams_for(self, *roles: Role) -> frozenset[int] | None:
        """The teams in which this person has one of the roles; None where it holds everywhere."""
        held = {each.team_id for each in self.memberships if each.role in roles}
        return None if None in held else frozenset(team for team in held if team is not None)


class Membership(Base):
    """One role of one person, in one team or, without a team, everywhere."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("worker_id", "role", "team_id"),)
    kept: ClassVar[str] = "as long as the person it belongs to"

    id: Mapped[int] = mapped_column(primary_key=True)
    worker_id: Mapped[int] = mapped_column(ForeignKey("workers.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(Words(30))
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    worker: Mapped[Worker] = relationship(back_populates="memberships")


class Seat(Base):
    """A young person's place in a body, as their facilitator said."""

    __tablename__ = "panel_seats"
    __table_args__ = (CheckConstraint("body IN ('youth_panel', 'care_council')", name="body"),)
    kept: ClassVar[str] = "as long as the person it belongs to"

    worker_id: Mapped[int] = mapped_column(
        ForeignKey("workers.id", ondelete="CASCADE"), primary_key=True
    )
    body: Mapped[str] = mapped_column(Words(20), primary_key=True)
