"""List the signs that look like others, with the characters they mean, and the invisible ones. All are
written as between the brackets of a regular expression."""

from __future__ import annotations

import unicodedata

#: Zero-width characters, direction marks, soft hyphens, variation selectors, control characters.
INVISIBLE = (
    "\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
#: Blanks other than the plain one; line breaks are none.
_BLANKS = "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
#: Radicals that fonts draw like characters, which PDF converters mix up, and compatibility ideographs,
#: which Unicode has twice.
LOOKALIKE = "\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f"
_DASHES, _MEANT_DASHES = "‐‑‒−", "----"
#: Signs in an unusual width; 〔〕 and ， are usual, ＋ ． and ﹐ are not.
_SIGNS = "∶︰﹐﹑﹒﹔﹕﹖﹗﹙﹚﹝﹞﹟﹠﹡﹢﹣﹤﹥﹦﹩﹪﹫｡｢｣､￠￡￥〜∼"
_MEANT = "：：，、.；：？！（）〔〕#&*+-<>=$%@。「」、¢£¥~~"
#: Full-width ASCII except the punctuation of Chinese prose: ！（），：；？.
_WIDE = "＂-＇＊＋－-９＜-＞＠-～"
ODD = f"{INVISIBLE}{_BLANKS}{LOOKALIKE}{_DASHES}{_SIGNS}{_WIDE}"

#: Radicals that Unicode does not decompose, each followed by its character.
_RADICAL_PAIRS = (
    "⺁厂⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺖忄⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺠民⺡氵⺢氺⺣灬"
    "⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见"
    "⻆角⻇角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑长⻒镸⻓长⻔门⻕阝⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马"
    "⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫齐⻬齐⻭齿⻮齿⻯龙⻰龙⻱龟⻲龟⻳龟"
)
#: The traditional characters that NFKC yields, each followed by the simplified one.
_SIMPLIFIED = (
    "見见貝贝車车長长門门韋韦頁页風风飛飞馬马魚鱼鳥鸟鹵卤麥麦黃黄黽黾齊齐齒齿龍龙龜龟賈贾懶懒癩癞羅罗蘿萝邏逻樂乐駱骆亂乱欄栏爛烂蘭兰鸞鸾嵐岚濫滥藍蓝襤褴臘腊蠟蜡來来勞劳擄掳櫓橹爐炉盧卢蘆芦虜虏魯鲁鷺鹭祿禄綠绿錄录論论壟垄籠笼聾聋賂赂壘垒屢屡樓楼淚泪縷缕凜凛稜棱"
    "綾绫讀读拏拿諾诺寧宁異异復复數数參参葉叶說说殺杀兩两糧粮諒谅勵励呂吕廬庐濾滤礪砺閭闾驪骊麗丽曆历歷历憐怜戀恋撚捻漣涟煉炼璉琏練练聯联輦辇蓮莲連连鍊炼殮殓簾帘獵猎嶺岭鈴铃靈灵領领禮礼隸隶惡恶療疗遼辽暈晕劉刘類类陸陆倫伦崙仑淪沦輪轮慄栗裡里離离燐磷藺蔺隣邻鱗鳞"
    "臨临狀状識识輻辐諸诸飯饭飼饲館馆響响頻频謁谒賓宾贈赠難难戶户靑青鬥斗鶴鹤郞郎隷隶禍祸禎祯縉缙謹谨視视調调請请變变輸输遲迟節节絛绦漢汉嘆叹層层懲惩華华諭谕瑩莹紐纽裏里轢轹塚冢"
)
_TO_SIMPLIFIED = dict(zip(_SIMPLIFIED[::2], _SIMPLIFIED[1::2], strict=True))


class _Plain(dict[int, int]):
    """A table for ``str.translate`` that computes each missing entry once."""

    def __missing__(self, code: int) -> int:
        self[code] = meant = _meant(code)
        return meant


def _meant(code: int) -> int:
    """Return the character's code for a radical or compatibility ideograph, any other code unchanged."""
    if not (0x2E80 <= code <= 0x2FDF or 0xF900 <= code <= 0xFAFF or 0x2F800 <= code <= 0x2FA1F):
        return code
    plain = unicodedata.normalize("NFKC", chr(code))
    return ord(_TO_SIMPLIFIED.get(plain, plain))


#: The table for ``str.translate``; it replaces characters one by one and drops none.
PLAIN = _Plain()
PLAIN.update(
    {code: code - 0xFEE0 for code in range(0xFF02, 0xFF5F) if chr(code) not in "（），：；？"}
)
PLAIN.update(str.maketrans(_SIGNS + _DASHES, _MEANT + _MEANT_DASHES))
PLAIN.update(str.maketrans(_RADICAL_PAIRS[::2], _RADICAL_PAIRS[1::2]))
PLAIN.update(
    dict.fromkeys([0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], 0x20)
)
