"""What is written by hand on the printed pages of a filing."""

from __future__ import annotations

from xladdin.forms.definitions import definition
from xladdin.forms.profiles import Profile
from xladdin.model.filing import Filing
from xladdin.templates.doubles import subject
from xladdin.templates.layout import layout
from xladdin.templates.prepared import every_layout, signatures


def to_sign(filing: Filing, profile: Profile) -> tuple[str, ...]:
    """What is to be written by hand on the printed pages, in a sentence; none if nothing is."""
    blank: dict[str, list[str]] = {}
    for form in filing.forms:
        fields = signatures(form.kind)
        names = [name for name, each in form.entries.items() if name in fields and not each.text]
        blank.setdefault(_called(*subject(form)), names)
    told = [f"{form}的{'、'.join(names)}" for form, names in blank.items() if names]
    told += [f"{form}（表尾没有签署栏）" for form in _unsigned(filing, profile)]
    return (f"打印后还要签字、填写：{'；'.join(told)}。盖章也在打印以后。",) if told else ()


def _unsigned(filing: Filing, profile: Profile) -> list[str]:
    """Forms without the line of signatures that the official one has."""
    official = {each.kind: each for each in map(layout, every_layout(profile))}
    signed: dict[tuple[str, str], bool] = {}
    for form in filing.forms:
        if form.kind in official and official[form.kind].signed:
            fields = not signatures(form.kind).isdisjoint(form.entries)
            signed[subject(form)] = signed.get(subject(form), False) or fields
    return [_called(*about) for about, it in signed.items() if not it]


def _called(kind: str, of: str) -> str:
    return f"{definition(kind).name}{of and f'（{of}）'}"
