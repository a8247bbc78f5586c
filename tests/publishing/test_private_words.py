"""Which words of a text are private, however they are written, and which numbers are none."""

from __future__ import annotations

import pytest

from xladdin.publishing.private import OMITTED, private, without_private


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("张三,13811110002", "电话号码"), ("联系电话：13811110018.", "电话号码"),
        ("Call 13811110003.", "电话号码"), ("1381-1111-009", "电话号码"), ("138.1111.0008", "电话号码"),
        ("手机(138)11110014", "电话号码"), ("138——1111——0015", "电话号码"), ("008613811110006", "电话号码"),
        ("值班 0737-881 0007", "电话号码"), ("(0737) 881-0007", "电话号码"),
        ("身份证 430922 19800101 1204", "身份证号"), ("430922800101121", "身份证号"),
        (r"C:\Users\zhang san\桌面\私密.docx", "本机路径"), ("a@qq.com", "电子邮箱"),
        ("办公电话：8001", "电话号码"), ("0737-8810007转8001", "电话号码"), ("短号：661234", "电话号码"),
        ("身份证号：4309221980****1204", "身份证号"), ("账号 8200 0001 2345", "银行账号"),
        ("见http://192.168.1.20:8080/oa/file", "内网地址"), ("138\u200b1111\u200b0002", "电话号码"),
    ],
)  # fmt: skip
def test_it_is_left_out_whole(text: str, kind: str) -> None:
    assert [each.kind for each in private(text)] == [kind]
    left = without_private(text).replace(OMITTED, "")
    assert not any(sign.isdigit() for sign in left)
    assert "zhang" not in left


def test_all_numbers_behind_a_label_are() -> None:
    assert without_private("联系电话：8810022、8810122。") == f"联系电话：{OMITTED}。"
    assert without_private("a@qq.com,13811110003") == f"{OMITTED},{OMITTED}"


@pytest.mark.parametrize(
    "text",
    [
        "全年支出13,811,110,002元，人均138.11万元", "预算138.1111万元", "支出13811110002元",
        "共1380万人次", "2024年1381.11万元", "300 1500 4500 13 22", "监督电话：12345", "购置手机：120部",
        "公众号推送1200000条", "电话费 8001", "桃财绩〔2024〕13号", "10.13811110002",
    ],
)  # fmt: skip
def test_numbers_of_the_report_stay(text: str) -> None:
    assert without_private(text) == text
