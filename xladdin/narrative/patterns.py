"""Every pattern by which prose is read, named and commented, in one place.

They run over text made plain by ``plain``: full-width digits, letters and signs are replaced one
for one, so that offsets in the plain text are offsets in the text as written.
"""

from __future__ import annotations

import re
from functools import lru_cache

from xladdin.model.unit import UNITS

_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
#: Punctuation stays as written: it tells clauses apart. ％ ＋ － ． and letters and digits do not.
_KEPT = {ord(sign) for sign in "，；：！？（）、"}
_PLAIN = {code: plain for code, plain in _WIDE.items() if code not in _KEPT} | {
    ord("﹪"): "%", ord("“"): '"', ord("”"): '"', ord("\u3000"): " ", ord("\xa0"): " ",
}  # fmt: skip


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """The text with full-width letters, digits and per cent signs made plain; same length."""
    return text.translate(_PLAIN)


#: Thousands are set off by commas, in an amount by full-width ones or by blanks, too.
_NUMBER = r"(?:\d{1,3}(?:[,， ]\d{3})+(?:\.\d+)?(?=\s{0,3}[万亿]?[元人])|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
#: What else sentences count, beside the units of the forms.
_COUNTED = "轮次 轮 周岁 岁 艘 微克/立方米 毫克/升 盏 羽 具(?!体|有|备) 册次 家次 斤 学时 课时 棵 尾 枚 立方米 宗 项次 人天".split()
#: Units as printed, longest first.
_UNIT = "|".join(
    sorted([*_COUNTED, *(re.escape(name) for name in UNITS if name)], key=len, reverse=True)
)

#: A number with what belongs to it: 约 before, an upper bound, 余 or 多 inside, the unit, 左右 behind.
QUANTITY = re.compile(
    r"(?=[\d大约将接近超不至达])"
    r"(?P<before>大约|(?<![节预合制])约|将近|接近|(?<![最附])近|超过|超|不足|至少|达到?)?\s{0,3}"
    rf"(?P<number>{_NUMBER})(?:[万亿]?[-—–~至到]+(?P<upper>{_NUMBER}))?\s{{0,3}}"
    rf"(?P<after>余|多)?\s?(?P<scale>[万亿])?(?P<more>余|多)?(?P<unit>{_UNIT})?"
    r"(?P<tail>左右|上下|以上|以内|以下|余(?!额)|多(?![次元样项种个]))?"
)

#: Without one of these there is nothing to read.
ANY_NUMBER = re.compile(r"[\d二两三四五六七八九十]")
#: Chinese numerals before a counted noun: 两个股室, 七个方面, 三成. 一 alone rarely counts.
COUNT_WORD = re.compile(
    r"(?=[约近二两三四五六七八九十])(?P<before>约|近)?(?P<number>[二两三四五六七八九]|十[一二三四五六七八九]?|[二三四五六七八九]十[一二三四五六七八九]?)"
    r"(?P<unit>个|项|座|家|名|户|批|期|条|所|件|类|处|场|本|位|支|辆|台|次|倍"
    r"|成(?![员立为果功本效熟绩交品长])|大(?=类|方面|任务|目标|举措))"
    r"(?!规定|月|百分点|一)(?P<tail>左右|多)?"
)
_DIGITS = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "一": 1}


def chinese_number(text: str) -> int:
    """二 to 九十九 as a number."""
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


#: Digits that are no figures, by how they begin. No pattern runs over more digits than a name has, so
#: that long rows of them cost no more than others.
_DIGITS_FIRST = (
    r"\d{16,}",  # an account
    r"(?:19|20)\d{2}年(?:度)?(?:\d{1,2}月)?(?:\d{1,2}[日号])?(?:[-—至到~]{1,2}(?:(?:19|20)\d{2}年)?(?:\d{1,2}月)?\d{1,2}[日号])?",
    r"\d{1,2}月(?:\d{1,2}[日号])?(?:[-—至到~]{1,2}(?:\d{1,2}月)?\d{1,2}[日号])?(?:份|底|初|末)?",
    r"\d{1,2}(?:[-—至到~]{1,2}\d{1,2})?月(?:份|底)?",  # 1—6月
    r"\d{1,2}[日号](?![个人元])",
    r"(?:19|20)\d{2}(?=(?:[、,，和至到—–~-]?\s?(?:19|20)\d{2}){1,6}年)",  # 2015、2016年
    r"(?:19|20)\d{2}[-—/.]\d{1,2}[-—/.]\d{1,2}",
    r"\d{1,6}号(?:文|令|楼|线|公告)?",
    r"\d{3,4}[-—]\d{7,8}|1[3-9]\d{9}",  # telephone
    r"\d{3,5}(?:热线|平台|专线|电话)",
    r"(?<!\.)(?:11[0249]|12[02]|12[1-9]\d\d|9[56]\d{3})(?![\d.]|件|个|起|次|人|万|户|元|条|项|名|家)"
    r"(?=[一-鿿]{1,6}?(?:热线|平台|专线|电话|服务台|投诉|举报|报警|急救))",  # 12345政务服务热线
    r"\d{3,4}室",
    r"\d{1,2}[A-Z](?![a-z])",  # 5G, 3A级
    r"(?<!\.)(?:19|20)\d{2}(?=的|届|版|级)",
    r"\d{1,4}:\d{1,4}|[012]?\d：[0-5]\d(?![\d.])",  # 8:30
    r"\d{1,4}(?:\.\d{1,4})?[-—~至]{1,2}\d{1,4}(?:\.\d{1,4})?(?:周岁|岁|年|月|日|点|时)",
    r"(?<!\.)\d{1,5}[×xX*]\d{1,5}(?!%)",
)
_WORDS_FIRST = (
    r"[〔﹝【\[(（](?:19|20)\d{2}[〕﹞】\])）]\s?第?\d{1,6}号",  # 湘财绩〔2020〕7号
    r"第\s?(?:\d{1,4}(?:\.\d{1,4})?|[一二三四五六七八九十百零]{1,6})",  # 第3季度, 第三批
    r"(?:电话|致电|热线|传真|手机|邮编)\D{0,4}\d{5,12}",
    r"(?:科目|代码|编码|编号|账号|分类)\D{0,3}\d{3,20}",
    r"[A-Za-z]{1,12}-?\d{1,12}(?:\.\d{1,3})?",  # G240, PM2.5 …
    r"《[^《》]{0,60}》",  # names of papers
)
NOT_FIGURES = re.compile(
    rf"(?=[\d〔﹝【\[(（第电致热传手邮科代编账分A-Za-z《])"
    rf"(?:(?<!\d)(?=\d)(?:{'|'.join(_DIGITS_FIRST)})|{'|'.join(_WORDS_FIRST)})"
)
#: “两个维护”, “五个振兴”: a name in quotation marks.
QUOTED = re.compile(r"“[^“”\d，。；]{1,14}”")
#: 1、 （2） 3. 目标1： at the start of a paragraph or after a full stop: numbering, no figure.
NUMBERING = re.compile(
    r"(?=[\d\s(（一二三四五六七八九十目问措附图])(?:"
    r"(?:^|(?<=[。；;：:!！?？\n\s]))\s{0,4}(?:[(（]\d{1,2}[)）]|\d{1,2}\s{0,2}[、.．](?!\d)|[(（]?[一二三四五六七八九十]{1,3}[)）、.])"
    rf"|(?:目标|问题|措施|附件|附表|图)\s{{0,2}}\d{{1,2}}(?!\d|[,，.．]\d|\s?(?:{_UNIT}|[万亿%])))"
)
#: A year that governs the figures after it: 2024年, 2024年度; 上年, 去年; 今年, 本年; 全年.
YEAR = re.compile(
    r"(?P<year>(?:19|20)\d{2})年|(?P<last>上年(?!度?末?(?:结转|结余))|去年|上一年)|(?P<this>今年|本年)|(?P<whole>全年|当年)"
)

#: Sentences end here; a semicolon parts a sentence into segments, a comma those into clauses.
SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]?")
CLAUSE_END = re.compile(r"[，,；;。！？!?：:、（）()\n]")

#: (境) and the like belong to the word they stand in.
SHORT_BRACKET = re.compile(r"[(（]([^()（）]{1,3})[)）]")

#: What opens a list of the parts of the amount before it.
PARTS = re.compile(
    r"其中[,，：:]?|(?:主要)?包括[:：]?|分别(?:为|是)[:：]?|由(?=[^。；;]{4,120}(?:组成|构成))"
)
#: 一是 … 二是 …
ORDINAL_ITEM = re.compile(r"(?<![第统])([一二三四五六七八九十])是")
#: 占基本支出的93.01%, 占本年支出98.62%
SHARE = re.compile(
    r"占(?P<base>[^，,；;。：:%占]{0,24}?)(?:的(?:比例|比重)?(?:为|是|达)?|比例为|比重为|比例|比重|比(?:为|达)?)?(?=\s*约?\d)"
)
#: 执行率, 完成率, 进度, 支付率 …: a percentage of an amount done against an amount planned.
RATE_WORD = re.compile(
    r"执行率|完成率|支付率|到位率|拨付率|支出率|进度|完成(?:年初|全年|年度|调整后?|本年|当年)*(?:预算|任务|计划|目标)(?:数)?(?:的)?"
)
#: 合格率, 按期办结率: the rate of those that the word before 率 says.
KIND_OF_RATE = re.compile(r"(?P<what>[一-鿿]{2})(?:比)?率$")
#: Units of which a whole is counted by: 人均, 每户, 亩均, 单价 …; 每人每月 is none of a year.
PER = re.compile(
    r"(?:平均)?每(?:一)?(?P<each>人次|场次|人|名|位|生|户|家|个|所|座|辆|台|套|场|期|村|亩|件|次|吨|公里|盏|株|头|只)"
    r"|(?P<of>人次|人|生|户|亩|村|场|件|台|套|车)均|亩(?P<yield>产)|(?P<price>单价)"
)
#: A price with one of these is for a time, too, or tells what somebody earns.
PER_TIME = re.compile(r"每(?:月|天|日|季)|月均|日均|增收|收入|可支配")
#: 合计, 共计 alone before a figure: the total of those before it.
TOTAL_LABEL = re.compile(
    r"(?:以上|上述|各项|各级|资金|全部|几项|总)*(?:合计|共计|总计|总共|共有?)(?:资金|金额|支出|投入|为)*"
)
#: Words of a label that may stand for a total of those before it.
TOTAL_WORD = re.compile(r"合计|^调整后|共计|总计|总共|^共|^全年|全部|总额|^总")
#: 由A增加到B, 从A降至B: what stands before the first and between the two.
FROM = re.compile(r"(?:由|从)[^，,；;。]{0,24}$")
TO = re.compile(r"^[^，,；;。\d]{0,10}(?:到|至|为)(?:(?:19|20)\d{2}年度?|上年|今年|本年|的)*$")
#: 比上年的, 较2023年: right before the figure that a change is from.
THAN = re.compile(
    r"[比较](?:年初|上年|去年|上一年|同期|预算|(?:19|20)\d{2}年度?|[^，,；;。\d]{0,6})*的?(?<![高低多少长升降])$"
)
#: 比预算, 较年初预算: the change is from the budget.
THAN_BUDGET = re.compile(r"[比较](?P<initial>年初)?(?:调整)?预算")
#: What grew or shrank; the words stand right before the amount of the change.
UP = "增幅|增支|增长|增加|上升|提高|提升|新增|增收|多"
DOWN = "降幅|减支|下降|减少|降低|压减|下滑|节约|节省|少"
CHANGE = re.compile(rf"(?:(?P<up>{UP})|(?P<down>{DOWN}))(?:了|率|额|幅度)?(?:为|达|约)?\s*$")
#: What is left of a budget, and what was done beyond a target.
LEFT = re.compile(
    r"(?:结余|结转|剩余|余额|节余|节约|未执行|未支付|未拨付)(?:结余)?(?:资金|金额)?(?:为|共|约|仅)?\s*$"
)
BEYOND = re.compile(r"(?:超额|超目标|超计划|超任务)(?:完成|实现)?(?:了)?\s*$")

#: Words between a label and its figure that say nothing.
LINKING = re.compile(r"(?:为|是|达到?|共计?|合计|总计|约|仅|有|了|计|已|:|：|\s)+$")
#: What a label says of the basis of its figure, the first that fits.
BASES = (
    ("initial", re.compile(r"年初")),
    ("budget", re.compile(r"预算(?!执行|支出)|指标")),
    ("target", re.compile(r"目标|计划|任务数|应完成|不超过|控制在|[≤≥]$")),
    ("outturn", re.compile(r"支出|决算|执行|实际|完成|使用|发放|拨付|投入")),
)
#: 政府性基金预算 is a kind of funds, whatever is stated of it.
FUNDS = re.compile(r"(?:政府性基金|一般公共|国有资本经营|社会保险基金)预算")
#: 三公经费预算, 三公经费实际完成: the basis stands between the subject and its figure.
BASIS_TAIL = re.compile(
    r"(?:预算|批复|下达|核定|决算|实际|共|支出|完成|执行|安排|列支|开支|总额|数)+$"
)
#: What may stand before a subject that is meant as a whole: the year, whose it is, 其中.
WHOSE = re.compile(
    r"(?:其中|截至[^，]{0,8}?[末底日止]|[(（]?(?:19|20)\d{2}年度?|我[^，]{0,4}?(?=全年|本年|年度|基本|项目|预算|支出|实际|总|20)|我[中心单位局委办站院校镇乡馆所]+|全(?:系统|局|院|校|镇|馆|部门)|调整后的?|"
    r"[^，]{0,10}(?:中心|局|单位|部门|办公室|站|委|院|校|社区)|全年|本年度?|年度|实际|全部|共|财政|拨款|安排|发生|完成|累计|"
    r"政府性基金(?:预算)?|一般公共预算(?:财政拨款)?|资金|经费|总|的|[:：\s])*+"
)
#: A part of the unit, or a unit below it: its figures are none of the whole.
SUBUNIT = re.compile(
    r"机关(?!事业)|(?<![镇乡])本级|(?:二|下一|三)级(?:机构|单位|预算单位|事业单位)|(?:所属|下属|直属|基层|各)(?:事业|二级|预算|各)*(?:单位|机构|站所)"
)
#: What includes the units below.
INCLUDING = re.compile(r"含|及|和|与|全部|汇总|合并")
#: Whose figure it is, at the start of a label: 县文化馆, 我局, 公路养护中心.
OWNER = re.compile(
    r"^(?:其中|[一二三四五六七八九十]是|\d{4}年度?|全年|[、，\s])*(?P<owner>[一-鿿]{2,14}?(?:中心|馆|所|站|大队|支队|医院|学校|中学|小学|幼儿园|院|局))(?=编制|现有|实有|在职|在岗|年末|年初|全年|预算|公用|人员|公务|基本|项目|三公|“|\"|支出|实际|执行|总|工资|商品|政府采购|得分|自评)"
)
#: Who is meant by these is the unit itself.
ITSELF = re.compile(r"我|本|该|全")
#: Not the whole year: 上半年, 截至9月底.
WITHIN_YEAR = re.compile(
    r"上半年|下半年|[一二三四1-4]季度|前三季度|截[至止](?:20\d\d年)?(?:[1-9]|1[01])月|(?<!\d)(?:[1-9]|1[01])月(?:底|末|份)|[1一][-—至到](?:\d|1[01])月"
)
#: What ends 上半年: the figures behind it are for the year.
FULL_YEAR = re.compile(r"全年|12月|年底|年末")
#: Neither the unit nor a part of it.
OTHERS = re.compile(r"全[县市区省]|各?乡镇(?!人民)|平均")
#: 目标是：…, 计划任务为：… governs its sentence.
GOAL_SENTENCE = re.compile(r"(?:目标|任务|计划)(?:是|为|包括|如下|有)+[：:，,]?|(?:目标|任务)[：:]")
#: The words that open a paragraph as a heading does: （二）年度主要任务。 5.“三公”经费：
LEAD = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．]\s*)?(?P<title>[^。；;：:，,\d]{2,24})[。：:]"
)
#: In the report on a project, 项目年初预算 is the whole.
OF_PROJECT = re.compile(r"^[该本]?项目(?=年初|全年|预算|总|资金|实际|财政)")
#: 比2019年: the year of comparison, not the one the figure is for.
COMPARED = re.compile(r"[比较与]\s*$")
#: After one of these, 实际支出 alone goes on about the subject before.
BARE = re.compile(
    r"(?:实际|全年|本年|决算|年末|全年实际)*+(?:支出|完成|执行|使用|列支|开支)(?:数|额|为|了)*"
)
#: A label that goes on about what its sentence began with: 全年预算, 实际支出, 预算执行率.
GOING_ON = re.compile(
    r"(?:实际|全年|本年|当年|年初|年中|调整后?|年度|决算|年末|预算(?=支出|执行))*+(?:预算|支出|完成|执行|使用|列支|开支)"
    r"(?:进度|率|数|额|总额|资金|指标|为|了)*"
)
#: Words of a label that speaks of the whole rather than of one fund or project.
TOTALLING = re.compile(r"半年|季度|月|收入|总|合计|结转|结余|^[比较]|追加|增加|减少")
