"""Profiles and form definitions are data: whole, loadable, without contradictions."""

from __future__ import annotations

import ast
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import pytest

import xladdin.rules
from xladdin.errors import InputError
from xladdin.forms.definitions import Block, Definition, Field, definition, load
from xladdin.forms.headings import match
from xladdin.forms.labels import normal
from xladdin.forms.places import called
from xladdin.forms.profiles import DEFAULT, detect, names, profile
from xladdin.model.report import Severity
from xladdin.rules.registry import rules

DATA = files("xladdin.forms").joinpath("data")
KINDS = sorted(
    each.name.removesuffix(".toml")
    for each in DATA.iterdir()
    if each.name.endswith(".toml") and "kind" in load(each.name)
)
PROFILES = [identifier for identifier, _ in names()]
LAYOUTS = {"record", "matrix", "pairs", "inline", "indicators", "signoff", "foot"}


def parameters_used() -> set[str]:
    """The thresholds that rules ask for, read from their source."""
    return {
        node.args[0].value
        for path in Path(str(xladdin.rules.__file__)).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "parameter"
        and isinstance(node.args[0], ast.Constant)
    }


# Profiles


def test_the_profiles_are_known_by_identifier_and_name() -> None:
    known = dict(names())
    assert known[DEFAULT] == "财政部2020通用"
    assert {"yueyang", "taojiang", "hunan"} <= known.keys()
    assert list(known) == sorted(known)
    assert len(set(known.values())) == len(known)


@pytest.mark.parametrize("identifier", PROFILES)
def test_a_profile_is_whole(identifier: str) -> None:
    own = profile(identifier)
    assert own.id == identifier
    assert set(own.kinds) <= set(KINDS) - {"unknown"}
    assert set(own.required) <= set(own.kinds)
    assert (own.place == "") == (identifier == DEFAULT)
    assert called(own.place)[-1:] == ((own.place,) if own.place else ())
    assert set(load(f"profiles/{identifier}.toml")) <= {
        "name", "base", "place", "forms", "required", "weights", "parameters", "severities", "explainable", "outlines", "packing", "words",
    }  # fmt: skip


@pytest.mark.parametrize("identifier", PROFILES)
def test_severities_are_given_to_known_rules_only(identifier: str) -> None:
    severities = profile(identifier).severities
    assert set(severities) <= set(rules())
    assert set(severities.values()) <= {*Severity, "off"}


@pytest.mark.parametrize("identifier", PROFILES)
def test_only_rules_that_report_errors_may_be_explainable(identifier: str) -> None:
    assert "Y201" in profile(identifier).explainable
    assert {rules()[code].severity for code in profile(identifier).explainable} == {Severity.ERROR}


@pytest.mark.parametrize("identifier", PROFILES)
def test_every_threshold_that_a_rule_asks_for_is_there_and_no_other(identifier: str) -> None:
    used = parameters_used()
    assert "far_over_target" in used
    assert set(profile(identifier).parameters) == used
    assert all(profile(identifier).parameter(name) > 0 for name in used)


def test_a_threshold_that_no_profile_has_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        profile(DEFAULT).parameter("no_such_threshold")


@pytest.mark.parametrize("identifier", PROFILES)
def test_weights_leave_ten_points_to_the_execution_rate(identifier: str) -> None:
    weights = profile(identifier).weights
    assert weights
    assert [sum(each.values()) for each in weights] == [90] * len(weights)


def test_an_unknown_profile_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(InputError) as refused:
        profile("没有这个方案")
    assert "没有这个方案" in str(refused.value)
    assert all(identifier in str(refused.value) for identifier in PROFILES)


@pytest.mark.parametrize(
    "identifier", ["", "../profiles/ministry", "ministry.toml", ".", "Ministry"]
)
def test_only_the_identifier_itself_names_a_profile(identifier: str) -> None:
    with pytest.raises(InputError):
        profile(identifier)


def test_no_two_profiles_hold_at_one_place() -> None:
    places = [profile(identifier).place for identifier in PROFILES]
    assert len(set(places)) == len(places)


def test_a_profile_takes_from_its_base_what_it_does_not_say_itself() -> None:
    hunan, yueyang = profile("hunan"), profile("yueyang")
    assert (yueyang.kinds, yueyang.required, yueyang.weights) == (
        hunan.kinds, hunan.required, hunan.weights,
    )  # fmt: skip
    assert hunan.required == ("basic_data", "overall")
    assert hunan.outlines == profile(DEFAULT).outlines
    assert len(yueyang.outline("whole")) == 10
    assert yueyang.outline("fund") == hunan.outline("fund")
    assert (yueyang.packing.cover != (), yueyang.packing.stops) == (True, hunan.packing.stops)


@pytest.mark.parametrize(
    ("name", "identifier"),
    [
        ("岳阳", "yueyang"),
        ("岳阳市", "yueyang"),
        ("湖南岳阳（市、区、县）", "yueyang"),
        ("湖南岳阳(市、区、县)", "yueyang"),
        ("华容县", "yueyang"),
        ("桃江", "taojiang"),
        ("益阳市桃江县", "taojiang"),
        ("湖南", "hunan"),
        ("湖南省", "hunan"),
        ("湖南各市县", "hunan"),
        ("益阳", "hunan"),
        ("安化", "hunan"),
        ("通道县", "hunan"),
        ("湘西州", "hunan"),
        ("财政部", "ministry"),
        ("财政部2020通用", "ministry"),
        ("云南省", "ministry"),
    ],
)
def test_a_profile_answers_to_chinese_names(name: str, identifier: str) -> None:
    assert profile(name).id == identifier


@pytest.mark.parametrize(
    ("texts", "identifier"),
    [
        (["岳阳市君山区某中心"], "yueyang"),
        (["桃江县某镇", "报送岳阳市财政局", "桃江县财政局"], "taojiang"),
        (["某省某县某中心"], "ministry"),
        (["桃", "江"], "ministry"),
        ([], "ministry"),
        (["桃江、岳阳"], "taojiang"),
        (["湖南省益阳市桃江县某局"], "taojiang"),
        (["湖南省益阳市安化县某局", "湖南省财政厅"], "hunan"),
        (["益阳市某局"] * 5 + ["桃江县"], "hunan"),
        (["邵东市某中心", "中标人为湖南省某公司"], "hunan"),
        (["盐池县某中心", "盐池县财政局", "赴湖南省长沙市考察"], "ministry"),
        (["鄂州市华容区某局"], "ministry"),
        (["我局会同县财政局", "绿色通道县内通行", "国省道县道"], "ministry"),
    ],
)
def test_a_filing_is_from_the_place_that_it_names_most(texts: list[str], identifier: str) -> None:
    assert detect(iter(texts)).id == identifier


def test_a_units_name_says_where_it_is_before_what_is_said_of_others() -> None:
    elsewhere = ["岳阳市某公司"] * 9
    assert detect(elsewhere, "安化县某局").id == "hunan"
    assert detect(elsewhere, "湖北省某县某局").id == "ministry"
    assert detect(elsewhere, "某单位").id == "yueyang"


# Definitions


def fields(block: Block) -> tuple[Field, ...]:
    return block.columns + block.rows


@pytest.fixture(params=KINDS)
def form(request: pytest.FixtureRequest) -> Definition:
    return definition(request.param)


def test_a_definition_is_whole(form: Definition) -> None:
    assert form.kind in KINDS
    assert form.name
    assert {block.kind for block in form.blocks} <= LAYOUTS
    assert all(fields(block) for block in form.blocks)
    for block in form.blocks:
        assert (block.kind in ("record", "matrix", "indicators")) == bool(block.columns)
        assert block.rows or block.kind == "record"


def test_what_a_form_must_have_tells_it_apart(form: Definition) -> None:
    keys = [field for block in form.blocks for field in fields(block) if field.key]
    assert keys or form.kind == "unknown"
    assert all(field.label for field in form.required)


def test_no_label_names_two_fields_of_a_block(form: Definition) -> None:
    for block in form.blocks:
        for group in (block.columns, block.rows):
            for one, two in combinations(group, 2):
                assert one.name != two.name
                assert one.aliases.exact.isdisjoint(two.aliases.exact)


def test_every_label_is_written_as_it_is_compared(form: Definition) -> None:
    labels = {
        label for block in form.blocks for field in fields(block) for label in field.aliases.exact
    }
    assert {label: normal(label) for label in labels} == {label: label for label in labels}


def test_a_label_without_a_star_finds_its_own_field(form: Definition) -> None:
    for block in form.blocks:
        for group in (block.columns, block.rows):
            for field in group:
                assert {match(group, label) for label in field.aliases.exact} <= {field}


def test_an_official_title_finds_its_own_form() -> None:
    titles = {
        "2024年度部门整体支出绩效评价基础数据表": "basic_data",
        "部门整体支出绩效评价基础数据表（2024年度）": "basic_data",
        "2024年度部门整体支出绩效自评表": "overall",
        "县级部门整体支出绩效自评表": "overall",
        "2024年度项目支出绩效自评表": "project",
        "专项资金绩效自评表": "project",
        "部门整体支出绩效自评工作考核评分表": "assessment",
    }
    known = {kind: definition(kind).titles for kind in KINDS}
    assert {
        title: [kind for kind in KINDS if known[kind].match(title)] for title in titles
    } == {title: [kind] for title, kind in titles.items()}  # fmt: skip


def test_a_kind_without_a_file_is_a_mistake_of_ours() -> None:
    with pytest.raises(FileNotFoundError):
        definition("no_such_form")
