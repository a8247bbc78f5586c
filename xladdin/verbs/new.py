"""``xladdin new``: make the official workbook of a unit for a year, blank or with last year's data."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from xladdin.errors import InputError
from xladdin.sources.file_names import FORBIDDEN
from xladdin.verbs import console
from xladdin.verbs.filling import kept, left, year
from xladdin.verbs.parser import Parser, path, table

if TYPE_CHECKING:
    from xladdin.forms.profiles import Profile
    from xladdin.model.filing import Filing
    from xladdin.templates.from_accounts import Given


#: How many of last year's mistakes are printed.
_MOST_WRONG = 10
#: The remark if the Ministry's forms were used because no place is known.
_NOWHERE = "单位名称里没有地名，用的是财政部通用表样；要用当地的表样，加 --profile 和地名，例如 --profile 湖南。"


def arguments(parser: Parser) -> None:
    """Declare the usage, the help and the arguments."""
    parser.usage = "xladdin new [--year 年度] [--unit 名称] [选项]"
    parser.description = (
        "新建一个单位一个年度的绩效自评工作簿：官方表格，自带公式、填写限制和核对标记。\n"
        "加 --from 带入上年材料：上年决算数、编制数、专项名称、项目、指标和分值，不用再填一遍。\n"
        "加 --accounts 取部门决算公开表里的数：三公经费、公用经费、项目支出、\n"
        "全年执行数等，每格注明取自哪张表哪一格。"
    )
    parser.epilog = """例子：
  xladdin new --year 2024 --unit 安化县某某局
        得到“安化县某某局2024年度绩效自评.xlsx”，用湖南的表样
  xladdin new --year 2024 --unit 某某单位 --profile 岳阳 --variant 成本指标
        指定地区；指标按产出 30、效益 40、满意度 10、成本 10 排列
  xladdin new --year 2025 --unit 某某单位 --from 某某单位2024
        从上年的一套材料（文件夹）带入
  xladdin new --from 2024年自评报告.docx
        年度、单位、地区都从上年材料推出
  xladdin new --from 附件2024.xlsx --keep-targets -o 附件2025.xlsx
        连年度指标值和预期目标一起带入
  xladdin new --accounts 2024决算.xlsx --accounts-prior 2023决算.xlsx --unit 某某局
        决算数从部门决算公开表里取，只剩预算、目标和指标要填"""
    add = parser.add_argument
    parser.add_profile("按哪个地区的表样", "看单位名称、上年材料里的地名")
    add("--variant", metavar="样式", default="",
        help="同一表样的另一种指标排法，如“成本指标”；不写则同上年材料，再不然为通常的排法")  # fmt: skip
    add("--year", type=year, metavar="年度", help="绩效自评的年度；不写则为上年材料的下一年")
    add("--unit", metavar="名称", help="单位名称；不写则用上年材料里的")
    add("-o", "--output", type=path, metavar="文件",
        help="写进这个工作簿（.xlsx），已有同名文件时不覆盖；不写则为“〈单位〉〈年度〉年度绩效自评.xlsx”")  # fmt: skip
    add("--from", type=path, dest="prior", metavar="路径",
        help="上年的材料：Word、Excel 文件，或放着一套材料的文件夹")  # fmt: skip
    add("--accounts", type=path, metavar="路径",
        help="本年的部门决算公开表（公开01–09表）：Excel、Word 文件，或放着它们的文件夹")  # fmt: skip
    add(
        "--accounts-prior", type=path, metavar="路径", help="上年的部门决算公开表，用来填上年决算数"
    )
    add("--keep-targets", action="store_true", help="上年的年度指标值和预期目标也带入；不写则清空")


def run(options: Namespace) -> int:
    """Write the workbook and print what was carried into it; return 0."""
    from xladdin.forms.places import home
    from xladdin.outputs.writing import check_new, write_new
    from xladdin.templates.from_accounts import Given
    from xladdin.templates.from_filing import carried, named
    from xladdin.templates.workbook import workbook

    if options.output is not None:
        check_new(options.output, ".xlsx")
    if options.keep_targets and options.prior is None:
        raise InputError("--keep-targets 要和 --from 一起用：没有上年材料，没有指标值可带。")
    given = Given.read(options.accounts, options.accounts_prior)
    prior, profile = _prior(options, given.unit)
    variant = _variant(options.variant, profile, prior)
    unit, form_year = _unit(options, prior, given), _year(options, prior, given)
    target: Path = options.output or Path(_file_name(unit, form_year))
    check_new(target, ".xlsx")
    carry = carried(prior, profile, unit, keep_targets=options.keep_targets) if prior else None
    forms = carry.forms if carry else named(profile, unit)
    accounts = given.of(form_year)
    made = workbook(profile, form_year, forms, variant=variant, accounts=accounts)
    write_new(target, made.data)
    lines = [f"已新建 {target}（{profile.name}，{form_year}年度）"]
    if prior and carry:
        lines += [f"从{_shown(prior)}带入：", *table(carry.told), *carry.not_carried]
    lines += given.told(made.taken, profile.name)
    lines += [*kept(made.differing), *left(made.left)]
    lines += _mistakes_last_year(prior, profile) if prior else []
    lines.append("在 Excel 或 WPS 里打开填写，填到哪里、接下来做什么，见第一张表“填报说明”。")
    console.say("\n".join(lines))
    if not options.profile and not profile.place and not home(unit) and prior is None:
        console.remark(_NOWHERE)
    for warning in [
        *(_warnings(prior, unit, form_year) if prior else ()),
        *(given.warnings(unit, form_year) if made.taken else ()),
    ]:
        console.remark(warning)
    return 0


def _mistakes_last_year(prior: Filing, profile: Profile) -> list[str]:
    """Return lines on the uncorrected mistakes of last year's filing, so that they are not repeated."""
    from xladdin import checking
    from xladdin.outputs import advice
    from xladdin.outputs.entries import entries, to_correct
    from xladdin.outputs.places import names_in

    report = checking.check(prior, profile)
    found = to_correct(entries(report))
    if not found:
        return []
    names = names_in(report)
    lines = [f"上年材料里有 {len(found)} 处没有改正或说明，带入的数请留意，今年不要再错："]
    lines += [
        f"  {each.lead.code} {advice.found(each, each.lead, names)}：{advice.brief(each, names)}"
        for each in found[:_MOST_WRONG]
    ]
    if len(found) > _MOST_WRONG:
        lines.append(
            f"  其余 {len(found) - _MOST_WRONG} 处，用 xladdin check 核对上年材料就能看到。"
        )
    return lines


def _prior(options: Namespace, called: str) -> tuple[Filing | None, Profile]:
    """Return last year's filing, None without one, and the profile."""
    from xladdin import checking
    from xladdin.forms import profiles

    unit = options.unit or called
    if options.prior is None:
        chosen = options.profile
        return None, profiles.profile(chosen) if chosen else profiles.detect((), unit)
    from xladdin.sources.filing_files import read_filing

    return checking.filed(read_filing([options.prior]), options.profile, unit)


def _variant(name: str, profile: Profile, prior: Filing | None) -> str:
    """Return the variant of this name or, without a name, that of last year's forms. Raises
    InputError if the profile has no such variant."""
    from xladdin.templates.prepared import variant_of, variants

    if not name and prior is not None:
        return variant_of(profile, prior.forms)
    known = variants(profile)
    if name and name not in known:
        there = f"可用的有：{'、'.join(known)}" if known else "只有通常的排法，请去掉 --variant"
        raise InputError(f"“{profile.name}”的表样没有名为“{name}”的样式，{there}。")
    return name


def _unit(options: Namespace, prior: Filing | None, given: Given) -> str:
    unit = options.unit if options.unit is not None else prior.unit if prior is not None else ""
    unit = unit or ("" if options.unit is not None else given.unit)
    if not unit.strip():
        raise InputError("请用 --unit 写明单位名称，例如 --unit 某某单位")
    return " ".join(unit.split())


def _year(options: Namespace, prior: Filing | None, given: Given) -> int:
    if options.year is not None:
        return int(options.year)
    if given.year is not None:
        return given.year
    if prior is None or prior.year is None:
        raise InputError("请用 --year 写明年度，例如 --year 2024")
    return prior.year + 1


def _file_name(unit: str, form_year: int) -> str:
    return f"{FORBIDDEN.sub('_', unit)[:80]}{form_year}年度绩效自评.xlsx"


def _shown(prior: Filing) -> str:
    names = "、".join(f"「{source.name}」" for source in prior.sources)
    return f"{prior.year}年度材料{names}" if prior.year else f"材料{names}"


def _warnings(prior: Filing, unit: str, form_year: int) -> list[str]:
    found = []
    if prior.year is None:
        found.append(f"看不出上年材料是哪一年的，已按 {form_year - 1} 年度带入，请核对上年决算数。")
    elif prior.year != form_year - 1:
        found.append(
            f"上年材料是 {prior.year} 年度的，不是 {form_year - 1} 年度的；已照带入，请核对上年决算数。"
        )
    if prior.unit and prior.unit != "".join(unit.split()):
        found.append(f"上年材料的单位是“{prior.unit}”，与“{unit}”不同；已照带入，请核对。")
    return found
