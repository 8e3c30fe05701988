"""Imports of pipeline/ go down the floors only, and extractors never import one another."""

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "pipeline"
FLOORS = {
    "errors": 0, "span": 0, "text": 0, "numerals": 0, "automaton": 0, "values": 0,
    "model": 1, "settings": 1, "document": 1, "mentions": 1,
    "lexicon": 2,
    "clean": 3, "segment": 3, "dates": 3, "entities": 3, "claims": 3, "events": 3,
    "analyze": 4, "assemble": 4, "components": 4, "stages": 4,
    "io": 5, "run": 6,
    "evaluate": 7, "tune": 7, "view": 7,
    "cli": 8,
}  # fmt: skip
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py" and "lexicons" not in p.parts)


def part_of(dotted: str) -> str:
    return dotted.split(".")[1] if dotted.startswith("pipeline.") else ""


def imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {part_of(name) for name in found} - {""}


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_down(path):
    mine = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    assert mine in FLOORS, f"{mine} stands on no floor: add it to FLOORS and the README"
    for other in imports(path) - {mine}:
        assert FLOORS[other] <= FLOORS[mine], f"{path.name} (floor {FLOORS[mine]}) imports {other} (floor {FLOORS[other]})"
        both_extract = FLOORS[mine] == FLOORS[other] == 3
        assert not both_extract, f"stage {mine} imports stage {other}; take its values as arguments"


def test_nothing_heavy_is_imported_with_the_package():
    import subprocess
    import sys

    code = "import sys, pipeline.cli; print([m for m in ('spacy','jieba','rjieba','trafilatura','pyarrow','pydantic','opencc') if m in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "[]"


def test_the_map_of_claims_names_every_file():
    text = ast.get_docstring(ast.parse((PACKAGE / "claims/__init__.py").read_text(encoding="utf-8"))) or ""
    missing = [p.stem for p in (PACKAGE / "claims").glob("*.py") if p.stem != "__init__" and p.stem not in re.findall(r"\w+", text)]
    assert missing == [], f"pipeline/claims/__init__.py does not say what {missing} do"
