"""Atoms: numbers, dates in Chinese numerals, addresses and Latin words. They are whole before the engine sees anything.

News standards of Taiwan and Hong Kong keep 八十六年, 七月 and 二十五日 whole but set a measure word apart from its number: 六十|歲, 20多萬|元.
"""

import re

_ONES = "一二兩三四五六七八九"
_NUM = "〇○零一二兩三四五六七八九十百千萬億兆"
_BIG = "十百千萬億兆"
_LATIN = "A-Za-z0-9\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff"

# Addresses (whose ? and ; the fold made full-width), e-mail, numbers with their marks, Latin words with inner marks.
_WIDE = (
    r"(?:https?:/?/?|www\.)(?:[!-~]|[？；！（](?=[!-~]))+",
    r"[A-Za-z0-9][A-Za-z0-9._%+]*@[A-Za-z0-9.]+",
    rf"第[0-9]+(?![{_LATIN}.])",
    rf"[0-9]+(?:[.,:][0-9]+)*(?:%|(?:[{_BIG}]+(?:[0-9]+(?:[.,][0-9]+)*)?)*(?:(?:[餘幾]|多(?![數雲樣]))[萬億兆]*)?)(?![{_LATIN}])",
    rf"[{_LATIN}]+(?:['’&._-][A-Za-z0-9\u00c0-\u024f]+)*\+*",
)

_ROC = r"(?:[七八九]十[一二三四五六七八九]?|一百[零〇○][一二三四五六七八九]|一百[一二]?十[一二三四五六七八九]?|一[〇○零一二][〇○零一二三四五六七八九])"
_DATES = (
    r"[一二][〇○零一二三四五六七八九]{3}年(?![級期])",
    r"[二三四五六七八九][十〇○零]年代",
    rf"(?<=民國)[{_NUM}元]{{1,5}}年(?:度|底|初)?",
    rf"{_ROC}年(?:度|底|初)?(?![來前後間以內級期的歷])",
    rf"(?<![{_NUM}個第])(?:十[一二]|[一二三四五六七八九十])月(?:份|底|初)?(?![亮球餅台刊天])",
    r"(?:[二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|(?<=月)[一二三四五六七八九])日(?![圓元])",
    rf"(?:(?<=[午晚晨間])|(?<=[早晚]上))[{_NUM}]{{1,3}}[點時][半多]?(?!間)",
    rf"(?<=[點時])[{_NUM}]{{1,3}}分(?!鐘)",
)

_NUMBERS = (
    rf"(?:[百千萬]|[{_NUM}0-9]+)分之[{_NUM}幾0-9]+(?:點[{_NUM}]+)?",
    rf"[{_NUM}]+點[〇○零{_ONES}]+(?![十分點時刻])",
    rf"(?<![統唯專合單])第?(?:[{_ONES}][{_ONES}〇○零]*[{_BIG}][{_NUM}]*|十[{_ONES}萬億兆千][{_NUM}]*|[數幾][{_BIG}]+|[廿卅][{_ONES}]?(?![一二三四五六七八九]))"
    rf"(?:點[{_NUM}]+)?(?:[餘幾][萬億兆]*|多(?![數雲樣])[萬億兆]*)?",
    r"第?十[多餘幾](?![數雲樣])[萬億]?",
)


def compile_atoms() -> re.Pattern[str]:
    """One pattern that is met again and again along a text: each match skips what begins no atom and may end in one.

    The group ``atom`` is a token; the group ``blank`` is white space, which is none; where neither is there, nothing stood there but a
    character that might have begun one. The skipping, one character class, is what makes it fast; every branch is linear.
    """
    atoms = "|".join((*_NUMBERS[:1], *_WIDE, *_DATES, *_NUMBERS[1:]))
    begins = rf"{_LATIN}{_NUM}第數幾廿卅\s"
    return re.compile(rf"[^{begins}]*+(?:(?P<blank>\s+)|(?P<atom>{atoms})|[{begins}]|\Z)")
