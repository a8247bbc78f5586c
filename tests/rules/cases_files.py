"""Family F: the tables and whether they are whole."""

from __future__ import annotations

from tests.kit.changes import both, in_numbers, put, with_table, without, without_row
from tests.kit.yunshan import table
from tests.rules.case import Case

MONITORING = """
2024年度绩效运行监控情况
资金 | 年初预算数 | 全年预算数 | 全年执行数 | 执行率
合计 | 36.00 | 36.00 | 30.00 | 83.33%
监控指标 | 年度指标值 | 完成值 | 分值 | 备注
免费开放时间 | ≥300天 | 240天 | 10 | 按月统计
"""
_ONE_EACH = {1: (5,), 5: (1,) * 5}

CASES = [
    Case(
        "F101",
        "info",
        with_table(table(MONITORING, _ONE_EACH, 6, "监控")),
        "这张表（2024年度绩效运行监控情况）与基础数据表、部门整体支出绩效自评表、项目支出绩效自评表、考核评分表的表样"
        "都对不上，从中读出 7 个数字、1 项指标，只做了不依赖表样的核对。",
        holds=None,
    ),
    Case(
        "F102",
        "warning",
        without_row("基础数据表", "公用经费"),
        "基础数据表中没有找到“公用经费”。",
    ),
    Case(
        "F102",
        "warning",
        put("自评表", {"表头.全年执行数": "支出情况"}),
        "部门整体支出绩效自评表中没有找到“全年执行数”。",
    ),
    Case(
        "F103",
        "info",
        without("自评表"),
        "材料里没有部门整体支出绩效自评表。",
        also="F402",
        holds=None,
        profile="yueyang",
    ),
    Case(
        "F104",
        "info",
        without("项目表1", "项目表2"),
        "部门整体支出绩效自评表中项目支出 58.88 万元，但没有项目支出绩效自评表。",
        also="F402",
        holds=None,
    ),
    Case(
        "F301",
        "warning",
        put("基础数据表", {"公务接待.本年决算": "见附表"}),
        "公务接待（2024年决算数） 应填数字，现在填的是“见附表”，这一格没有参加核对。",
        holds=None,
    ),
    Case(
        "F301",
        "warning",
        put("自评表", {"服务群众 得分": "优"}),
        "服务群众 得分 应填数字，现在填的是“优”，这一格没有参加核对。",
        holds=None,
    ),
    Case(
        "F302",
        "info",
        put("基础数据表", {"公务接待.本年决算": "10000元"}),
        "公务接待（2024年决算数） 填的是“10000元”，核对时按 1万元 理解。",
        holds=None,
    ),
    Case(
        "F302",
        "info",
        put("基础数据表", {"2、旅游公共服务提升.本年决算": "约22.88"}),
        "2、旅游公共服务提升（2024年决算数） 填的是“约22.88”，核对时按 22.88万元 理解。",
        holds=None,
    ),
    Case(
        "F302",
        "info",
        put("基础数据表", {"公务接待.本年决算": "1人"}),
        "公务接待（2024年决算数） 填的是“1人”，应填以万元为单位的数，这一格没有参加核对。",
        holds=None,
    ),
    Case(
        "F302",
        "info",
        both(put("基础数据表", {"2、旅游公共服务提升.本年决算": "22.88万元"}), in_numbers),
        "2、旅游公共服务提升（2024年决算数）“22.88万元”（应为 22.88）在表里是文本，不是数字，Excel 的公式不会"
        "算进去。",
        holds=None,
    ),
    Case(
        "F302",
        "info",
        both(put("基础数据表", {"编制数": "18人"}), in_numbers),
        "编制数“18人”（应为 18）在表里是文本，不是数字，Excel 的公式不会算进去。",
        holds=None,
    ),
    Case(
        "F303",
        "info",
        put("自评表", {"填表人": "填表人：　填报日期：2025年3月18日　联系电话：　单位负责人签字：王海"}),
        "部门整体支出绩效自评表表尾的填表人、联系电话没有填写。",
    ),
    Case(
        "F304",
        "info",
        put("项目表2", {"主管部门": ""}),
        "项目支出绩效自评表的主管部门没有填写。",
        holds=None,
    ),
    Case(
        "F305",
        "info",
        put("自评表", {"预期目标": "办好群众文化活动，公共文化场馆免费开放，"}),
        "预期目标以“，”结尾，疑似没有写完：“办好群众文化活动，公共文化场馆免费开放，”。",
        holds=None,
    ),
]  # fmt: skip
