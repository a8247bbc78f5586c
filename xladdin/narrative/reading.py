"""Paragraphs → passages: the figures of each, and what each one is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from xladdin.model.figure import Location
from xladdin.model.grid import Paragraph, Source
from xladdin.model.prose import Claim, Listing, Passage
from xladdin.narrative.headings import Setting, settings
from xladdin.narrative.lexicon import Words, bare_subject, kind_words, partitions, subjects
from xladdin.narrative.listings import listings
from xladdin.narrative.mentions import Mention, label, mentions
from xladdin.narrative.naming import about, named, oneself, owner
from xladdin.narrative.tokens import tokens
from xladdin.narrative.tree import Tree, tree
from xladdin.narrative.turns import in_turn
from xladdin.text.cleaning import clean

#: Roles of figures that are themselves what they are named after; the others tell of one of these.
#: A clause of so few words that opens a sentence is its topic.
_BACK, _FAR, _LEAD = 6, 24, 4
_SCORE, _SCORED = "自评得分", ("自评得分", "自评总分", "自评分")
_OUTTURN, _INCOME, _WITHIN = "支出总额", ("收入", "收入总计"), ("中", "方面", "看")
_OWN = ("value", "total", "score", "bound", "price", "left", "carried", "now")


def passages(
    sources: Sequence[Source], year: int | None, unit: str = "", words: Words = ()
) -> tuple[Passage, ...]:
    """The paragraphs of all sources that hold words, with their claims.

    ``year`` and ``unit`` are the filing's; the figures of another unit are about no subject.
    ``words`` are the profile's own names for subjects of the lexicon.
    """
    return tuple(
        _passage(source.name, paragraph, year, setting)
        for source in sources
        for paragraph, setting in settings(source, unit, words)
    )


@dataclass(slots=True)
class _State:
    """What figures that say nothing of their own go on about."""

    topic: str = ""
    owned: bool = False
    #: Whose the figures of this segment are, once one was said to be a project's or another unit's.
    owner: bool = False
    basis: str = ""
    year: int | None = None
    scope: str = ""
    item: int = 0
    partial: bool = False
    #: How many parts of a subject were named: after 行政编制5人 the next 在职人员 are of these.
    narrowed: int = 0


def _passage(source: str, paragraph: Paragraph, year: int | None, setting: Setting) -> Passage:
    cleaned = clean(paragraph.text)
    grown = tree(tokens(cleaned.text))
    sentences = tuple(
        cleaned.written(a, b) for a, b in grown.sentences if cleaned.text[a:b].strip()
    )
    found = mentions(grown, cleaned.text)
    in_turn(found)
    if not found:
        return Passage(source, paragraph.index, paragraph.text, setting.scope, sentences)
    lists = listings(grown, found)
    quotes = [paragraph.text[slice(*cleaned.written(a, b))].strip() for a, b in grown.sentences]
    places = [
        Location(
            source, paragraph=paragraph.index, span=cleaned.written(grown.tokens[m.token].start, grown.tokens[m.token].end),
            quote=quotes[m.clause.sentence],
        )
        for m in found
    ]  # fmt: skip
    reader = _Reader(grown, found, lists, year, setting, places)
    return Passage(
        source,
        paragraph.index,
        paragraph.text,
        setting.scope,
        sentences,
        tuple(reader.claims()),
        tuple(lists),
        _is_open(grown),
    )


def _is_open(grown: Tree) -> bool:
    """Whether a text ends with 其中 or a colon, so that its parts are in the paragraphs below."""
    kinds = [token.kind for token in grown.tokens if token.kind not in ("gap", "stop", "comma")]
    return bool(kinds) and kinds[-1] in ("among", "includes", "colon")


class _Reader:
    """Goes through the figures of a paragraph and hands on what each leaves unsaid."""

    def __init__(
        self, grown: Tree, found: Sequence[Mention], lists: Sequence[Listing], year: int | None,
        setting: Setting, places: Sequence[Location],
    ) -> None:  # fmt: skip
        self.grown, self.found, self.year, self.setting = grown, found, year, setting
        self.places = places
        self.made: list[Claim] = []
        self.by_token: Mapping[int, int] = {m.token: i for i, m in enumerate(found)}
        #: The list that a claim is a member of, the innermost one.
        self.list_of: dict[int, Listing] = {}
        for each in lists:
            for member in each.members:
                self.list_of[member] = each
        #: Figures that a share is of, told within its words.
        self.bases = {
            self.by_token[m.then] for m in found if m.role == "share" and m.then in self.by_token
        }
        self.based = _based(grown)
        self.leads = _leads(grown, setting.unit, setting.words)
        self.goals = _goals(grown)

    def claims(self) -> list[Claim]:
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
            topic = self.made[0].topic  # 1.场馆开放支出36万元。年初安排36万元: of the same thing
            owned = self.made[0].owned or topic not in subjects()
        basis = self.based.get(sentence, "")
        foreign = lead is not None and owned
        return _State(topic, owned, foreign, basis, None, self.setting.scope, item)

    def _means_itself(self, name: str) -> bool:
        """Whether a name means what the report is about: 我单位, in the report on a project 项目."""
        project = self.setting.scope == "项目" and name in ("项目", "本项目", "该项目", "项目资金")
        return len(name) == 1 or project or oneself(name, self.setting.unit)

    def _last_topic(self, state: _State) -> tuple[str, bool]:
        """What a part of a sentence that names nothing goes on about: the whole of a list before it."""
        listing = self.list_of.get(self.made[-1].index) if self.made else None
        if listing is not None and listing.heads:
            head = self.made[listing.heads[0]]
            return head.topic, head.owned
        return state.topic, state.owned

    def _claim(self, index: int, mention: Mention, state: _State) -> Claim:
        said, role = mention.said, mention.role
        listing = self.list_of.get(index)
        listing = listing if listing is not None and listing.heads else None
        itself = not mention.turns and self._means_itself(said.name)
        name = "" if itself else said.name
        found = about(name, self.setting.unit, self.setting.words) if name else None
        own = role in _OWN or (role in ("share", "rate", "change", "then") and bool(name))
        topic, owned = (name, found.owned) if found and own else (state.topic, state.owned)
        subject = found.subject if found else ""
        if found and found.subject:
            topic = found.subject
            owned = state.owner or state.narrowed == 1 or (self.setting.owned and not found.scope)
            if listing is not None:
                head = self.made[listing.heads[0]]
                owned = owned or head.owned or (bool(head.name) and head.topic not in subjects())
        if not name:
            subject = self._unnamed(index, mention, state)
            topic = subject or state.topic
        twin = self._twin(index, mention)
        if twin is not None:
            topic, owned, subject = twin.topic, twin.owned, twin.subject
            state.item = twin.item
        if subject and not _fits(subject, mention, role):
            subject = ""
        if not name and role == "value" and mention.then >= 0:
            before = self.made[self.by_token[mention.then]]
            topic, owned = before.topic, before.owned
            subject = (
                topic if topic in subjects() and not owned and _fits(topic, mention, role) else ""
            )
        if subject == _SCORE and not name and (listing or said.head in ("得", "实得")):
            subject = ""  # 投入20分得19.8分
        if subject == "控制率" and name == subject and not self._counts_people(mention):
            subject = ""  # 三公经费 has a 控制率, too
        year, own_year = self._year(said.year, state)
        if listing is not None and not own_year:
            head = self.made[listing.heads[0]]
            year = head.year if head.own_year or head.year != self.year else year
        basis, own_basis = said.basis, bool(said.basis)
        if listing is not None and listing.mark != "open" and not own_basis:
            basis = self._head_basis(listing) or state.basis
        elif not own_basis:
            basis = state.basis or self._whole_basis(subject, mention)
        if (
            (self.setting.goals or mention.clause.sentence in self.goals or mention.aimed)
            and basis not in ("initial", "budget")
        ) or (not own_basis and (said.target or _printed_bound(mention))):
            own_basis = own_basis and basis == "target"
            basis = "target"
        scope = (found.scope if found else "") or state.scope
        if found and found.subject in ("政府性基金", "一般公共预算", "国有资本经营"):
            scope = self.setting.scope if self.setting.scope == "项目" else ""
        if index in self.bases:
            pass  # 占耕地58.2万亩的80.41%: still about what has the share
        elif (name or said.partial) and role in (*_OWN, "then", "change", "rate", "share"):
            state.item = index
        claim = Claim(
            mention.figure, self.places[index].span or (0, 0), self.places[index], index,
            mention.clause.sentence, mention.clause.segment, mention.clause.index, state.item,
            mention.clause.depth, label(mention.words), mention.noun, name, topic,
            "" if owned else subject, role, basis, year, scope,
            part=listing is not None, own_basis=own_basis, own_year=own_year,
            partial=said.partial or (state.partial and not said.year), owned=owned, base=mention.base,
            then=self.by_token.get(mention.then), up=mention.up, since=mention.since,
            mark=mention.clause.mark, totals=_totals(mention), turn=mention.turn, turns=mention.turns,
            real=said.real or any(w.kind == "real" for w in mention.words),
        )  # fmt: skip
        state.partial = claim.partial
        if index not in self.bases:
            self._hand_on(claim, state, bool(name), own_year, bool(found and found.other))
        return claim

    def _twin(self, index: int, mention: Mention) -> Claim | None:
        """What a figure of 分别 goes on about: the thing of the same turn among those right before."""
        if not mention.turns or mention.said.name:
            return None
        rows: dict[int, Claim] = {}
        for claim in reversed(
            self.made[max(0, index - mention.turn - _FAR) : index - mention.turn]
        ):
            if claim.sentence != mention.clause.sentence or len(rows) == mention.turns:
                break
            if claim.depth == mention.clause.depth and claim.role in _OWN:
                rows[claim.item] = claim
        return [*rows.values()][::-1][mention.turn] if len(rows) == mention.turns else None

    def _year(self, said: str, state: _State) -> tuple[int | None, bool]:
        if said == "last":
            return (self.year - 1 if self.year is not None else None), True
        if said == "this" or not said:
            return (state.year if not said and state.year is not None else self.year), bool(said)
        return int(said), True

    def _counts_people(self, mention: Mention) -> bool:
        """Whether people are counted before a figure in its sentence."""
        return any(
            c.figure.unit.measures == "人" and c.sentence == mention.clause.sentence
            for c in self.made[-_BACK:]
        )

    def _unnamed(self, index: int, mention: Mention, state: _State) -> str:
        """The subject of a figure that names nothing: what it goes on about, or what its head means."""
        said = mention.said
        subject = state.topic if state.topic in subjects() else ""
        if mention.role == "rate" and said.head and self._whole(index, mention) is not None:
            return bare_subject(said.head, False)
        dated = any(w.kind in ("this", "year", "last") for w in mention.words)
        whole = bare_subject(said.head, dated) if said.head and mention.then < 0 else ""
        # 本年收入680万元，本年支出758万元: what came in is not what went out
        other_way = whole == _OUTTURN and self._incomes_only(mention)
        total = dated and whole == _OUTTURN and _adds_up(mention)
        if (other_way or total) and not state.owned:
            return whole
        if whole == _SCORE and said.head in _SCORED and not (state.owned or self._of_mark(mention)):
            return whole
        if whole and said.name and not state.owner:
            return whole  # 我中心2024年实际支出90万元, whatever the heading is
        if whole and subject and subjects()[subject].bare:
            return whole  # 年初预算1240万元，…，全年预算1386万元
        return subject or ("" if state.topic else whole)

    def _of_mark(self, mention: Mention) -> bool:
        """Whether a full mark stands before it in its sentence: the score is of one indicator."""
        marks = kind_words()["full_mark"]
        here = (c for c in self.made[-_BACK:] if c.sentence == mention.clause.sentence)
        return any(c.label.endswith((*marks, *(f"{m}为" for m in marks))) for c in here)

    def _incomes_only(self, mention: Mention) -> bool:
        """Whether all that its sentence named so far is what came in."""
        names = []
        for claim in reversed(self.made):
            if claim.sentence != mention.clause.sentence:
                break
            names.append(claim.name)
        return any(names) and all(not name or name.endswith(_INCOME) for name in names)

    def _whole(self, index: int, mention: Mention) -> Claim | None:
        """The whole that 执行率 behind a list of its parts is of, unless the last part has a budget."""
        found = None
        for claim in reversed(self.made[-_BACK:]):
            if claim.sentence != mention.clause.sentence or self.setting.topic:
                break
            if (
                claim.basis in ("budget", "initial", "target", "allotted")
                and claim.own_basis
                and claim.name
            ):
                return None
            if claim.subject in ("支出总额", "预算总额", "年初预算"):
                found = claim
                break
        return found

    def _whole_basis(self, subject: str, mention: Mention) -> str:
        """年初预算268万元。基本支出196万元，…: parts in a sentence of their own are on the whole's basis."""
        for claim in reversed(self.made[-_BACK:]):
            if claim.sentence < mention.clause.sentence - 1 or claim.depth:
                break
            if any(claim.subject in p.whole and subject in p.parts | p.more for p in partitions()):
                return claim.basis
            money = claim.figure.unit.measures == "money"
            if claim.sentence < mention.clause.sentence and claim.subject and money:
                break
        return ""

    def _head_basis(self, listing: Listing) -> str:
        head = self.made[listing.heads[0]]
        return head.basis

    def _hand_on(
        self, claim: Claim, state: _State, named_: bool, own_year: bool, other: bool
    ) -> None:
        if claim.role == "value" and claim.then is not None:
            state.topic, state.owned = claim.topic, claim.owned
        if named_ and claim.role in ("change", "rate", "share", "then"):
            state.topic, state.owned = claim.topic, claim.owned
        if claim.role == "change" and own_year:
            state.year = claim.year
        if claim.role not in _OWN:
            return
        last = self.made[-1] if self.made else None
        first = last is None or (last.sentence, last.segment) != (claim.sentence, claim.segment)
        if named_:
            state.topic, state.owned = claim.topic, claim.owned
            state.owner = state.owner or (other and not claim.part)
            state.narrowed += claim.owned and not other and not claim.part
        elif claim.subject and not state.topic:
            pass  # 全年支出 names the whole; what follows is about nothing narrower
        if claim.own_basis and claim.role != "price":
            state.basis = claim.basis
        later = claim.then is not None or (claim.year or 0) > (state.year or claim.year or 0)
        if own_year and ((first and named_) or claim.year == self.year or later):
            state.year = claim.year
        if claim.scope:
            state.scope = claim.scope


def _goals(grown: Tree) -> frozenset[int]:
    """The sentences that tell what was aimed at: those behind 年初定了六个目标。 and 目标：."""
    found: set[int] = set()
    begun = -1
    fulfilled = False
    last = ""
    for index, token in enumerate(grown.tokens):
        sentence = grown.clauses[grown.clause_of[index]].sentence
        if token.kind in ("stop", "colon") and last == "target" and not fulfilled:
            begun = sentence + (token.kind == "stop")
        if begun >= 0 and sentence >= begun:
            if token.kind in ("outturn", "done") and token.text.startswith(("完成", "实际", "已")):
                break
            found.add(sentence)
        fulfilled = token.kind != "stop" and (fulfilled or token.kind == "done")
        if token.kind not in ("gap", "quote"):
            last = token.kind
    return frozenset(found)


def _printed_bound(mention: Mention) -> bool:
    """Whether a figure is a bound by its sign, as targets are written: 控制率≤100%."""
    return any(sign in mention.figure.text for sign in "≤≥<>")


def _adds_up(mention: Mention) -> bool:
    """Whether the words before a figure say that it is the total: 支出合计."""
    last = next((w for w in reversed(mention.words) if w.kind != "link"), None)
    return last is not None and last.text.endswith(("合计", "总计"))


def _totals(mention: Mention) -> str:
    kinds = {word.kind for word in mention.words}
    return "合计" if "total" in kinds else "共" if "overall" in kinds else ""


def _fits(subject: str, mention: Mention, role: str) -> bool:
    """Whether a figure of this measure and role can be the subject's own."""
    measures = mention.figure.unit.measures
    wanted = subjects()[subject].measures
    return measures == wanted and role in ("value", "score", "rate", "total", "bound", "then")


def _based(grown: Tree) -> dict[int, str]:
    """Sentences that begin with the basis of all their figures: 支出决算中，工资福利支出312万元."""
    found: dict[int, str] = {}
    seen: set[int] = set()
    for clause in grown.clauses:
        if clause.sentence in seen or not clause.tokens:
            continue
        seen.add(clause.sentence)
        words = [grown.tokens[i] for i in clause.tokens]
        basis = next((w.kind for w in words if w.kind in ("outturn", "budget", "initial")), "")
        if basis and words[-1].text in _WITHIN and not any(w.figure for w in words):
            found[clause.sentence] = basis
    return found


def _leads(grown: Tree, unit: str, words_: Words) -> dict[int, tuple[str, bool]]:
    """Sentences that begin with what they are about, before any figure, and whether it is another's.

    “三公”经费方面，… is about a subject, 农村公路建设项目由工程股负责，… about a project.
    """
    found: dict[int, tuple[str, bool]] = {}
    seen = set()
    for clause in grown.clauses:
        if clause.sentence in seen or not clause.tokens:
            continue
        seen.add(clause.sentence)
        words = [grown.tokens[i] for i in clause.tokens]
        if any(word.figure for word in words):
            continue
        name = ""
        for word in words:
            if word.kind not in ("name", "link", "from", "of", "and"):
                break
            name += word.text
            if word.kind == "name" and owner(word.text, unit):
                found[clause.sentence] = (name, True)
                break
        if clause.sentence not in found and len(words) <= _LEAD:
            said = named(words).name
            subject = about(said, unit, words_).subject if said else ""
            if subject:
                found[clause.sentence] = (subject, False)
            elif said and words[-1].text == "方面":
                found[clause.sentence] = (said, True)
    return found
