"""The Python of the README, as it stands there."""

import re
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
PRINTED = {
    "analyzer": [("policy.pass", "2026-01-14"), ("policy.effect", "2027-01")],
    "spacy": [("今（15）日", "2026-01-15")],
}


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split()[1])
def test_the_python_of_the_readme_runs(block, capsys):
    exec(compile(block, "README.md", "exec"), {})
    expected = PRINTED["spacy" if block.startswith("import spacy") else "analyzer"]
    assert capsys.readouterr().out == f"{expected}\n"
