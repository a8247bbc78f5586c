"""What 云山县 filed the year before: the same forms, a year earlier, with figures that fit."""

from __future__ import annotations

from functools import cache

from tests.kit import yunshan
from tests.kit.changes import Sources, both, everywhere, put

_ACCOUNTS = {
    "三公经费": "3.20", "公务用车": "2.00", "公车运行维护": "2.00", "公务接待": "1.20", "项目支出": "52.30",
    "1、文化场馆免费开放": "30.30", "2、旅游公共服务提升": "22.00", "公用经费": "24.60",
    "其中：办公经费": "9.80", "水费、电费、差旅费": "8.20", "会议费、培训费": "2.00", "政府采购金额": "6.00",
    "基本支出预算调整": "0",
}  # fmt: skip

_CHANGE = both(
    put("基础数据表", {f"{row}.本年决算": text for row, text in _ACCOUNTS.items()}),
    put(
        "自评表",
        {
            "举办群众文化活动 完成值": "44场", "场馆免费开放时间 完成值": "310天",
            "设施完好率 完成值": "97%", "项目按期完成率 完成值": "91%", "财政资金支出 完成值": "238万元",
            "带动旅游消费 完成值": "530万元", "服务群众 完成值": "3.1万人次", "群众满意度 完成值": "95%",
            "实际完成情况": "全年举办群众文化活动44场，场馆免费开放310天，新装导览牌51块。",
        },
    ),
    put(
        "项目表1",
        {
            "年度资金总额.全年预算数": "36.30", "年度资金总额.全年执行数": "30.30",
            "培训合格率 完成值": "96%", "每期培训成本 完成值": "0.47万元", "参加培训 完成值": "615人次",
            "学员满意度 完成值": "97%", "实际完成情况": "两馆免费开放310天，公益培训24期。",
        },
    ),
    put(
        "项目表2",
        {
            "安装导览牌 完成值": "51块", "预算控制率 完成值": "91.67%", "游客投诉 完成值": "3起",
            "游客满意度 完成值": "92%", "实际完成情况": "安装导览牌51块，改建旅游厕所2座。",
        },
    ),
    everywhere("2023年", "2022年"),
    everywhere("2024年", "2023年"),
    everywhere("2025年", "2024年"),
)  # fmt: skip


@cache
def sources() -> Sources:
    """Last year's report and tables."""
    return _CHANGE(yunshan.sources())
