"""Whole numbers as Taiwanese news writes them: ASCII digits, 1,140, 二○二一, 廿六, 卅, 一百一十四, 兩千零四, 3萬5千."""

from functools import lru_cache

_DIGITS = {
    c: n for n, row in enumerate(("〇○零０", "一壹元", "二兩貳", "三參叁", "四肆", "五伍", "六陸", "七柒", "八捌", "九玖")) for c in row
}
_DIGITS |= {"正": 1}  # 正月, as 元年 and 元月: the first
_TENS = {"廿": 20, "卅": 30, "卌": 40}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"萬": 10_000, "億": 10**8, "兆": 10**12}

NUMERAL = "〇○零一二兩三四五六七八九十百千萬億兆廿卅卌"
"""The characters of Chinese numerals, for a character class."""


@lru_cache(maxsize=4096)
def integer(text: str) -> int | None:
    """The whole number a numeral spells, or None where it spells none.

    Takes ASCII digits with or without separating commas, digits read one by one (二○二一), positional numerals (一百一十四, 廿六) and
    mixtures of digits with 萬 and 億 (3萬5千). Never raises.
    """
    if text.isascii():
        return int(plain) if (plain := text.replace(",", "")).isdigit() and len(plain) < 20 else None
    if not text or len(text) > 32:
        return None
    if all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    return _positional(text)


def _positional(text: str) -> int | None:
    total = section = 0
    pending: int | None = None
    for c in text:
        if c in _DIGITS and c not in "元正":
            pending = (pending or 0) * 10 + _DIGITS[c]
        elif "0" <= c <= "9":
            pending = (pending or 0) * 10 + int(c)
        elif c in _TENS:
            section, pending = section + _TENS[c], None
        elif c in _UNITS:
            section, pending = section + (1 if pending is None else pending or 1) * _UNITS[c], None
        elif c in _MYRIADS:
            group = section + (pending or 0)
            total = total + group * _MYRIADS[c] if group else max(total, 1) * _MYRIADS[c]  # 3萬億: a myriad of a myriad
            section, pending = 0, None
        elif c != ",":
            return None
    return total + section + (pending or 0)
