"""Turn mentions into claims: add to a figure's own words what the text before it implies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from xladdin.model.figure import Location
from xladdin.model.prose import Claim, Listing
from xladdin.narrative.antecedents import (
    OWN,
    counted_so,
    own_subject,
    twin,
    unnamed,
    whole_basis,
)
from xladdin.narrative.headings import Setting
from xladdin.narrative.leads import Opening, goals, leads, openings
from xladdin.narrative.lexicon import kinds_of_funds, listed, subjects, wholes
from xladdin.narrative.mentions import Mention, label
from xladdin.narrative.naming import About, about, oneself
from xladdin.narrative.tree import Tree
from xladdin.narrative.wordings import adds_up, fulfils, is_rest, printed_bound, total_word


class _State(Struct):
    """What a figure inherits if its own words do not say it."""

    topic: str = ""
    owned: bool = False
    #: Whether a figure of this segment was said to be a project's or another unit's.
    owner: bool = False
    basis: str = ""
    year: int | None = None
    scope: str = ""
    item: int = 0
    partial: bool = False
    #: How many parts of a subject were named: after 行政编制5人 the next 在职人员 belong to them.
    narrowed: int = 0


class _Meant(Struct):
    """What a figure is about; ``subject`` is "" where no one in the lexicon is meant."""

    topic: str
    owned: bool
    subject: str


#: The roles of figures that are about what their own words name.
_OF_ITS_NAME = (*OWN, "then", "change", "rate", "share")


class Reader:
    """The figures of one paragraph, read in order, each inheriting what it leaves unsaid."""

    def __init__(
        self, grown: Tree, found: Sequence[Mention], lists: Sequence[Listing], year: int | None,
        setting: Setting, places: Sequence[Location],
    ) -> None:  # fmt: skip
        self.grown, self.found, self.year, self.setting = grown, found, year, setting
        self.places = places
        self.made: list[Claim] = []
        self.by_token: Mapping[int, int] = {m.token: i for i, m in enumerate(found)}
        #: The innermost list that each claim is a member of.
        self.list_of: dict[int, Listing] = {}
        for each in lists:
            for member in each.members:
                self.list_of[member] = each
        #: The figures that a share is a share of, stated within its words.
        self.bases = {
            self.by_token[m.then] for m in found if m.role == "share" and m.then in self.by_token
        }
        self.openings = openings(grown)
        self.leads = leads(grown, setting.unit, setting.words)
        self.goals = goals(grown)

    def claims(self) -> list[Claim]:
        """Return the claims of the paragraph in order."""
        states: dict[int, _State] = {}
        sentence = segment = -1
        for index, mention in enumerate(self.found):
            clause = mention.clause
            if clause.sentence != sentence:
                states = {0: self._fresh(clause.sentence, index)}
                sentence, segment = clause.sentence, clause.segment
            elif clause.segment != segment:
                if index not in self.list_of:
                    head = states[0]
                    fresh = self._fresh(clause.sentence, index)
                    if not mention.said.name and not head.owner:
                        fresh.topic, fresh.owned = self._last_topic(head)
                    fresh.owner, fresh.basis, fresh.scope = False, head.basis, head.scope
                    fresh.partial = fresh.partial or head.partial
                    states = {0: fresh}
                segment = clause.segment
            for depth in [d for d in states if d > clause.depth]:
                del states[depth]
            state = states.get(clause.depth)
            if state is None:
                state = states[clause.depth] = replace(states[max(states)])
            self.made.append(self._claim(index, mention, state))
        return self.made

    def _fresh(self, sentence: int, item: int) -> _State:
        topic, owned = self.setting.topic, self.setting.owned
        lead = self.leads.get(sentence)
        if lead is not None:
            topic, owned = lead
        elif sentence and self.setting.numbered and self.made[:1] and self.made[0].name:
            topic = self.made[0].topic  # 1.场馆开放支出36万元。年初安排36万元: the same thing
            owned = self.made[0].owned or topic not in subjects()
        opening = self.openings.get(sentence, Opening())
        year = self._year(opening.year, _State())[0] if opening.year else None
        foreign = lead is not None and owned
        return _State(
            topic, owned, foreign, opening.basis, year, self.setting.scope, item, opening.partial
        )

    def _means_itself(self, name: str) -> bool:
        """Return whether a name means what the report is about: 我单位, or 项目 in a project's report."""
        project = self.setting.scope == "项目" and name in listed("project_itself")
        return len(name) == 1 or project or oneself(name, self.setting.unit)

    def _last_topic(self, state: _State) -> tuple[str, bool]:
        """Return the topic that a nameless part of a sentence continues: the whole of a list before it."""
        listing = self.list_of.get(self.made[-1].index) if self.made else None
        if listing is not None and listing.heads:
            head = self.made[listing.heads[0]]
            return head.topic, head.owned
        return state.topic, state.owned

    def _claim(self, index: int, mention: Mention, state: _State) -> Claim:
        said = mention.said
        listing = self.list_of.get(index)
        head = self.made[listing.heads[0]] if listing is not None and listing.heads else None
        name = "" if not mention.turns and self._means_itself(said.name) else said.name
        found = about(name, self.setting.unit, self.setting.words) if name else None
        meant = self._meant(index, mention, state, name, found, head)
        subject = own_subject(self.made, mention, meant.subject, name, head)
        owned = meant.owned or (
            listing is not None and head is not None and _left(mention, listing, head)
        )
        year, own_year = self._year(said.year, state)
        if head is not None and not own_year and (head.own_year or head.year != self.year):
            year = head.year
        open_ = listing is not None and listing.mark == "open"
        basis, own_basis = self._basis(mention, state, subject, None if open_ else head)
        scope = (found.scope if found else "") or state.scope
        if found and found.subject in kinds_of_funds():
            scope = self.setting.scope if self.setting.scope == "项目" else ""
        # 占耕地58.2万亩的80.41%: still about the owner of the share
        if index not in self.bases and (name or said.partial or is_rest(mention)):
            state.item = index if mention.role in _OF_ITS_NAME else state.item
        totals = "" if index in self.bases else total_word(mention)
        claim = Claim(
            mention.figure, self.places[index].span or (0, 0), self.places[index], index,
            mention.clause.sentence, mention.clause.segment, mention.clause.index, state.item,
            mention.clause.depth, label(mention.words), mention.noun, name, meant.topic,
            "" if owned else subject, mention.role, basis, year, scope,
            part=head is not None, own_basis=own_basis, own_year=own_year,
            partial=said.partial or (state.partial and not said.year), owned=owned, base=mention.base,
            then=self.by_token.get(mention.then), up=mention.up, since=_since(mention, year),
            mark=mention.clause.mark, totals=totals, turn=mention.turn, turns=mention.turns,
            real=said.real or any(w.kind == "real" for w in mention.words),
        )  # fmt: skip
        state.partial = claim.partial
        if index not in self.bases:
            planned = said.target and not mention.aimed and basis == "target"
            self._hand_on(
                claim, state, own_year, bool(found and found.other), planned, bool(said.name)
            )
        return claim

    def _meant(
        self, index: int, mention: Mention, state: _State, name: str, found: About | None,
        head: Claim | None,
    ) -> _Meant:  # fmt: skip
        """Return what a figure is about, by its own name or by what the text before it implies."""
        role = mention.role
        topic, owned, subject = state.topic, state.owned, ""
        if found is not None:
            subject = found.subject
            if role in _OF_ITS_NAME:  # what is named behind a project's figure is the project's
                topic, owned = name, found.owned or (state.owner and head is None)
        if subject and found is not None:
            topic = subject
            owned = state.owner or state.narrowed == 1 or (self.setting.owned and not found.scope)
            if head is not None:
                owned = owned or head.owned or (bool(head.name) and head.topic not in subjects())
        if not name:
            subject = unnamed(
                self.made, mention, state.topic, state.owned, state.owner, self.setting.topic
            )
            topic = subject or ("" if adds_up(mention) else state.topic)
            subject = "" if adds_up(mention) and subject == state.topic else subject
        counted = counted_so(self.made, mention)
        if counted is not None:
            state.topic, state.owned = counted.topic, counted.owned
        same = counted or twin(self.made, index, mention)
        if same is not None:
            topic, owned, subject = same.topic, same.owned, same.subject
            state.item = same.item
        if not name and role == "value" and mention.then >= 0:
            before = self.made[self.by_token[mention.then]]
            topic, owned = before.topic, before.owned
            subject = topic if topic in subjects() and not owned else ""
        return _Meant(topic, owned, subject)

    def _basis(
        self, mention: Mention, state: _State, subject: str, head: Claim | None
    ) -> tuple[str, bool]:
        """Return the basis (``budget``, ``done``, …; "" if unknown) and whether its own words say it."""
        said = mention.said
        basis, own = said.basis, bool(said.basis)
        if state.basis == "target" and basis in ("outturn", "done") and not fulfils(mention):
            basis = "target"  # 计划培训800人，发放资料2万份
        if not own:
            inherited = head.basis if head is not None else ""
            basis = inherited or state.basis
            if head is None and not basis:
                basis = whole_basis(self.made, mention, subject)
        aimed = self.setting.goals or mention.clause.sentence in self.goals or mention.aimed
        hoped = not own and (said.target or printed_bound(mention))
        if (aimed and basis not in ("initial", "budget")) or hoped:
            return "target", own and basis == "target"
        return basis, own

    def _year(self, said: str, state: _State) -> tuple[int | None, bool]:
        if said == "last":  # 2022年支出90万元，上年支出80万元: the year before that
            year = state.year if state.year is not None else self.year
            return (year - 1 if year is not None else None), True
        if said == "this":
            return self.year, True
        if said in ("same", ""):
            return (state.year if state.year is not None else self.year), bool(said)
        return int(said), True

    def _hand_on(
        self, claim: Claim, state: _State, own_year: bool, other: bool, planned: bool, told: bool
    ) -> None:
        named_ = bool(claim.name)
        if claim.role == "value" and claim.then is not None:
            state.topic, state.owned = claim.topic, claim.owned
        if named_ and claim.role in ("change", "rate", "share", "then"):
            state.topic, state.owned = claim.topic, claim.owned
        if claim.role == "change" and own_year:
            state.year = claim.year
        if claim.role not in OWN:
            return
        last = self.made[-1] if self.made else None
        first = last is None or (last.sentence, last.segment) != (claim.sentence, claim.segment)
        if claim.basis == "adjust" and claim.own_basis:
            named_ = False  # 县级追加24万元，全年预算…: who added it owns nothing behind it
        if named_:
            state.topic, state.owned = claim.topic, claim.owned
            state.owner = state.owner or (other and not claim.part)
            state.narrowed += claim.owned and not other and not claim.part
        if (claim.own_basis or planned) and claim.role != "price":
            state.basis = claim.basis
        later = claim.then is not None or (claim.year or 0) > (state.year or claim.year or 0)
        opens = last is None or last.sentence != claim.sentence
        told = told or (opens and claim.subject in wholes())
        if own_year and ((first and told) or claim.year == self.year or later):
            state.year = claim.year
        if claim.scope:
            state.scope = claim.scope


def _since(mention: Mention, year: int | None) -> str:
    """Return what a change of a year is from; ``other`` where it is the plan of another year."""
    of_another = mention.since_year not in (0, year) and mention.since not in ("", "last")
    return "other" if of_another else mention.since


def _left(mention: Mention, listing: Listing, head: Claim) -> bool:
    """Return whether a figure is a part of what is left over: 结余10万元（其中公用经费2万元）."""
    beside = listing.mark in ("among", "open") and head.sentence == mention.clause.sentence
    return beside and head.role in ("left", "carried")
