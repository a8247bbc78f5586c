"""Every pattern by which prose is read, named and commented, in one place.

They run over text made plain by ``plain``: full-width digits, letters and signs are replaced one
for one, so that offsets in the plain text are offsets in the text as written.
"""

from __future__ import annotations

import re

from xladdin.model.unit import UNITS

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
#: Punctuation stays as written: it tells clauses apart. ％ ＋ － ． and letters and digits do not.
_KEPT = {ord(sign) for sign in "，；：！？（）、"}
_PLAIN = {code: plain for code, plain in _WIDE.items() if code not in _KEPT} | {
    ord("﹪"): "%", ord("“"): '"', ord("”"): '"', ord("\u3000"): " ", ord("\xa0"): " ",
}  # fmt: skip


def plain(text: str) -> str:
    """The text with full-width letters, digits and per cent signs made plain; same length."""
    return text.translate(_PLAIN)


_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
#: Units as printed, longest first; a classifier such as 个 needs the noun that follows it.
_UNIT = "|".join(sorted((re.escape(name) for name in UNITS if name), key=len, reverse=True))

#: A number with what belongs to it: 约 before, 余 or 多 inside, the unit, 左右 behind.
QUANTITY = re.compile(
    rf"(?P<before>大约|约|将近|接近|近|超过|超|不足|至少|达到?)?\s*"
    rf"(?P<number>{_NUMBER})\s*(?P<after>余|多)?\s*(?P<unit>{_UNIT})?(?P<tail>余元|多元|左右|上下|以上|以内|以下|余|多)?"
)

#: Chinese numerals before a counted noun: 两个股室, 七个方面, 四座水库. 一 alone rarely counts.
COUNT_WORD = re.compile(
    r"(?P<number>[二两三四五六七八九]|十[一二三四五六七八九]?|[二三四五六七八九]十[一二三四五六七八九]?)"
    r"(?P<unit>个|项|座|家|名|户|批|期|条|所|件|类|处|场|本|位|支|辆|台|次|大(?=类|方面|任务|目标|举措))"
    r"(?!规定|月|百分点|一)"
)
_DIGITS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "一": 1}


def chinese_number(text: str) -> int:
    """二 to 九十九 as a number."""
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


#: Digits that are no figures. Every span that one of these covers is left out.
NOT_FIGURES = re.compile(
    "|".join(
        (
            r"(?:19|20)\d{2}年(?:度)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?:[-—至到~]+(?:(?:19|20)\d{2}年)?(?:\d{1,2}月)?\d{1,2}[日号])?",
            r"\d{1,2}月(?:\d{1,2}[日号])?(?:[-—至到~]+(?:\d{1,2}月)?\d{1,2}[日号])?(?:份|底|初|末)?",
            r"(?<!\d)\d{1,2}[日号](?![个人元])",
            r"(?:19|20)\d{2}(?=[、,，和]?\s*(?:19|20)\d{2}年)",  # 2015、2016年
            r"(?:19|20)\d{2}[-—/.]\d{1,2}[-—/.]\d{1,2}",
            r"[〔﹝【\[(（](?:19|20)\d{2}[〕﹞】\])）]\s*(?:第)?\d+号",  # 湘财绩〔2020〕7号
            r"(?:第)\s*\d+(?:\.\d+)?",  # 第3季度, 第12条
            r"\d+号(?:文|令|楼|线|公告)?",
            r"\d{3,4}[-—]\d{7,8}|1[3-9]\d{9}",  # telephone
            r"\d{3,5}(?:热线|平台|专线|电话)",  # 12345热线
            r"[A-Za-z]+[-]?\d+",  # G240, PM2 …
            r"(?:科目|代码|编码|编号|账号|分类)\D{0,3}\d{3,}",
            r"(?<![\d.])(?:19|20)\d{2}(?=的|届|版|级)",
            r"\d+[::]\d+",  # 8:30
            r"\d+(?:\.\d+)?[-—~至](?:\d+(?:\.\d+)?)(?:周岁|岁|年|月|日|点|时)",
            r"《[^《》]{0,60}》",  # names of papers
            r"\d+[×xX*]\d+",
        )
    )
)
#: 1、 （2） 3. 目标1： at the start of a paragraph or after a full stop: numbering, no figure.
NUMBERING = re.compile(
    r"(?:^|(?<=[。；;：:!！?？\n\s]))\s*(?:[(（]\d{1,2}[)）]|\d{1,2}\s*[、.．](?!\d)|[(（]?[一二三四五六七八九十]{1,3}[)）、.])"
    r"|(?:目标|问题|措施|附件|附表|图)\s*\d{1,2}(?!\d|[.．]\d|[个项条人万元%])"
)
#: A year that governs the figures after it: 2024年, 2024年度; 上年, 去年; 今年, 本年.
YEAR = re.compile(
    r"(?P<year>(?:19|20)\d{2})年|(?P<last>上年|去年|上一年)|(?P<this>今年|本年|当年|全年)"
)

#: Sentences end here; a semicolon parts a sentence into segments, a comma those into clauses.
SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]?")
CLAUSE_END = re.compile(r"[，,；;。！？!?：:、（）()\n]")

#: (境) and the like belong to the word they stand in.
SHORT_BRACKET = re.compile(r"[(（]([^()（）]{1,3})[)）]")

#: What opens a list of the parts of the amount before it.
PARTS = re.compile(r"其中[,，：:]?|(?:主要)?包括[:：]?|分别(?:为|是)[:：]?|由")
#: Words for parts that make up the whole, so that they must add up to it.
WHOLE_LIST = re.compile(r"分别(?:为|是)|由.{2,60}(?:组成|构成)")
#: 一是 … 二是 …
ORDINAL_ITEM = re.compile(r"(?<![第统])([一二三四五六七八九十])是")
#: 占基本支出的93.01%, 占本年支出98.62%
SHARE = re.compile(
    r"占(?P<base>[^，,；;。：:%]{1,24}?)(?:的(?:比例|比重)?(?:为|是|达)?|比例为|比重为|比例|比重)?(?=\s*约?\d)"
)
#: 执行率, 完成率, 进度, 支付率 …: a percentage of an amount done against an amount planned.
RATE_WORD = re.compile(
    r"执行率|完成率|支付率|到位率|拨付率|支出率|进度|完成(?:年初|全年|年度)?(?:预算|任务|计划|目标)(?:的)?"
)
#: 比上年增长5%, 较去年减少3万元
CHANGE = re.compile(
    r"(?P<than>(?:[比较]|同比|与)?(?:上年|去年|上一年|20\d{2}年)?[^，,；;。]{0,12}?)"
    r"(?P<sign>增长|增加|上升|提高|提升|多|下降|减少|降低|压减|少|节约|持平)(?:了|率为?)?(?=\s*约?\d|，|,|；|;|。|$)"
)
