"""Results as a worker returns them, made up."""

from __future__ import annotations

from xladdin.batch.result import Problem, Result


def problem(code: str = "B201", severity: str = "error", **others: str | bool) -> Problem:
    """A finding; its fingerprint is its message unless another is given."""
    told = {
        "title": "三公经费不等于三项之和",
        "message": f"{code} 不对。",
        "fix": "改正。",
        "place": "附件.xlsx · 基础数据表 · B6",
        **others,
    }
    told.setdefault("fingerprint", told["message"])
    return Problem(code=code, severity=severity, **told)  # type: ignore[arg-type]


def result(key: str, *problems: Problem, **others: object) -> Result:
    """A filing that was read."""
    told: dict[str, object] = {
        "stamp": key,
        "unit": key,
        "year": 2024,
        "profile": "yueyang",
        "coverage": {"figures": 100, "figures_checked": 98, "relations": 50, "skipped": 1},
    }
    return Result(key=key, problems=problems, **(told | others))  # type: ignore[arg-type]


def amounts(**others: str) -> dict[str, str]:
    """The figures of a small unit; those given replace them (with __ for the dots)."""
    usual = {
        "基础数据表.编制数": "10",
        "基础数据表.在职人数": "9",
        "基础数据表.公用经费.本年决算": "9.00",
        "基础数据表.三公经费.上年决算": "2.00",
        "基础数据表.三公经费.本年决算": "1.50",
        "自评表.年度资金总额.全年预算数": "100.00",
        "自评表.年度资金总额.全年执行数": "98.00",
        "自评表.总分.分值": "100",
        "自评表.总分.得分": "97",
    }
    return usual | {key.replace("__", "."): value for key, value in others.items()}
