import pytest

from pipeline.errors import DocumentRejected
from pipeline.io.encoding import decode

TEXT = "台北市政府今天宣布，新的垃圾清運路線將於下週一起實施，居民可以上網查詢。\r\n第二段。"
HONG_KONG = "衞生署發言人話，佢哋喺銅鑼灣嘅活動，嚟緊聽日舉行，冇問題。"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16"), ("utf-32", "utf-32"),
        ("big5", "big5"), ("cp950", "big5"), ("gb18030", "gb18030"),
    ],
)  # fmt: skip
def test_encodings_of_dumps(encoding, named):
    assert decode(TEXT.encode(encoding)) == (TEXT, named)


def test_big5_with_hong_kong_characters():
    text, name = decode(HONG_KONG.encode("big5hkscs"))
    assert (text, name) == (HONG_KONG, "big5hkscs")


def test_line_ends_and_nuls_stay():
    assert decode(b"\xe5\x8f\xb0\r\n\r\xe5\x8c\x97\0\n")[0] == "台\r\n\r北\0\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 8, "binary"), (b"\xff\xff\xfd" * 50, "encoding")],
)
def test_no_text_is_refused(data, code):
    with pytest.raises(DocumentRejected) as caught:
        decode(data)
    assert caught.value.code == code
    assert caught.value.remedy
