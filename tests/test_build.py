"""The hook that compiles claims and events into a wheel: where it can, never half; what it makes of a module before; and that neither package has
what mypyc takes otherwise."""

import ast
import dataclasses
import importlib.util
import subprocess
import sysconfig
from pathlib import Path

import pytest

pytest.importorskip("hatchling")
pytest.importorskip("mypyc")
pytest.importorskip("setuptools")
from hatchling.bridge.app import Application

ROOT = Path(__file__).resolve().parents[1]
COMPILED = sorted(path for package in ("claims", "events") for path in (ROOT / "pipeline" / package).glob("*.py"))


def load(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / f".build/{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hook, compiling = load("hook"), load("compile")


def process(code, output="", made=()):
    """What stands for the processes that fetch and compile: they leave these files."""

    def run(command, cwd, **options):
        for name in made:
            (cwd / "made" / name).parent.mkdir(parents=True, exist_ok=True)
            (cwd / "made" / name).touch()
        return subprocess.CompletedProcess(command, code, output)

    return run


def build(version="standard"):
    """What the hook does to a build, and what it needs for it."""
    compiling = hook.CompileHook(str(ROOT), {}, None, None, "", "wheel", Application())
    data = {"force_include": {}, "pure_python": True, "infer_tag": False}
    needed = compiling.dependencies()
    compiling.initialize(version, data)
    compiling.finalize(version, data, "")
    return data, needed


MADE = [path.relative_to(ROOT).with_suffix(".so").as_posix() for path in COMPILED if path.name != "__init__.py"]
PLAIN = {"force_include": {}, "pure_python": True, "infer_tag": False}
FAILS = process(1, "gcc: 1\nerror: command failed\n")


@pytest.mark.parametrize(("asked", "has_compiler", "needs"), [("1", False, ["mypy", "setuptools"]), ("", True, [])])
def test_compiled_modules_go_beside_their_sources(monkeypatch, asked, has_compiler, needs):
    monkeypatch.setenv("SHILU_COMPILE", asked)
    monkeypatch.setattr(hook, "has_compiler", lambda: has_compiler)
    monkeypatch.setattr(hook.subprocess, "run", process(0, made=[*MADE, "shilu__mypyc.so"]))
    data, needed = build()
    assert sorted(data["force_include"].values()) == [*MADE, "shilu__mypyc.so"]
    assert not data["pure_python"]
    assert data["infer_tag"]
    assert [name.partition(">")[0] for name in needed] == needs
    assert not any(Path(path).exists() for path in data["force_include"]), "the temporary folder is left behind"


def test_a_failure_says_what_to_do(monkeypatch):
    monkeypatch.setenv("SHILU_COMPILE", "1")
    monkeypatch.setattr(hook, "has_compiler", lambda: False)
    monkeypatch.setattr(hook.subprocess, "run", FAILS)
    with pytest.raises(hook.NotCompiledError, match=r"command failed\nshilu: not compiled\. It takes a C compiler"):
        build()


def full(*_):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize(
    ("what", "does", "says"),
    [
        (("subprocess", "run"), FAILS, "command failed"),
        (("subprocess", "run"), process(0, made=MADE[1:]), f"not made: {MADE[0].removesuffix('.so')}"),
        (("shutil", "copyfile"), full, "No space left"),
        (("TemporaryDirectory",), lambda prefix: full(), "No space left"),
    ],
)
def test_a_failure_nobody_asked_for_is_told_and_installs_the_sources(monkeypatch, capsys, what, does, says):
    monkeypatch.setenv("SHILU_COMPILE", "")
    monkeypatch.setattr(hook, "has_compiler", lambda: True)
    monkeypatch.setattr(getattr(hook, what[0]) if len(what) > 1 else hook, what[-1], does)
    assert build()[0] == PLAIN
    told = capsys.readouterr().err
    assert says in told
    assert "installed as it is. With SHILU_COMPILE=0 that is not tried." in told


@pytest.mark.parametrize(("asked", "version"), [("0", "standard"), ("1", "editable"), ("", "editable")])
def test_nothing_is_compiled_unwanted_or_in_an_editable_install(monkeypatch, asked, version):
    monkeypatch.setenv("SHILU_COMPILE", asked)
    monkeypatch.setattr(hook, "has_compiler", lambda: True)
    monkeypatch.setattr(hook.subprocess, "run", None)
    assert build(version)[0] == PLAIN


def test_mypy_is_fetched_only_where_there_is_none(monkeypatch, tmp_path):
    commands = []
    monkeypatch.setattr(
        hook.subprocess, "run", lambda command, **_: commands.append(command) or subprocess.CompletedProcess(command, 0, "")
    )
    assert hook._fetched(tmp_path / "needed") == []
    monkeypatch.setattr(hook, "find_spec", lambda name: None)
    assert hook._fetched(tmp_path / "needed") == [str(tmp_path / "needed")]
    assert [command[-2:] for command in commands] == [hook._NEEDED]


def test_other_wishes_are_refused(monkeypatch):
    monkeypatch.setenv("SHILU_COMPILE", "no")
    with pytest.raises(ValueError, match="'no': set it to 1 or 0"):
        build()


@pytest.mark.parametrize("missing", ["compiler", "headers"])
@pytest.mark.parametrize(
    ("configured", "asked", "name"), [("gcc -pthread", None, "gcc"), ("clang", "gcc -O1", "gcc"), (None, None, "cl"), (" ", "", "cl")]
)
def test_without_what_it_takes_nothing_is_tried(monkeypatch, tmp_path, missing, configured, asked, name):
    if asked is None:
        monkeypatch.delenv("CC", raising=False)
    else:
        monkeypatch.setenv("CC", asked)
    (tmp_path / ("Python.h" if missing == "compiler" else name)).touch(mode=0o755)
    monkeypatch.setenv("SHILU_COMPILE", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sysconfig, "get_config_var", {"CC": configured}.get)
    monkeypatch.setattr(sysconfig, "get_path", {"include": str(tmp_path)}.get)
    monkeypatch.setattr(hook.subprocess, "run", None)
    assert build() == (PLAIN, [])
    (tmp_path / "Python.h").touch()
    (tmp_path / name).touch(mode=0o755)
    assert hook.has_compiler()


def test_all_modules_of_both_packages_are_compiled(tmp_path):
    modules = list(hook._copied(ROOT / "pipeline", tmp_path / "pipeline"))
    assert modules == [path.relative_to(ROOT).as_posix() for path in COMPILED if path.name != "__init__.py"]
    assert all((tmp_path / module).is_file() for module in modules)
    assert (tmp_path / "pipeline/__init__.py").read_bytes() == b""


@pytest.mark.parametrize("path", COMPILED, ids=lambda p: str(p.relative_to(ROOT / "pipeline")))
def test_nothing_is_computed_again_or_too_early_once_compiled(path):
    """mypyc computes a cached property at each use, and all of a generator expression at once if it is given a name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.alias) and node.name == "cached_property"), "keep the value in an attribute"
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            assert not isinstance(node.value, ast.GeneratorExp), f"line {node.lineno}: write a generator, or a list"


MODULE = '''"""A module."""

from bisect import bisect_left
from typing import Literal, TypeVar
from pipeline.values import immutable

T = TypeVar("T")
Side = Literal["before", "after"]
FEW, _MANY = 2, frozenset("眾多")
MOST: int = (
    3
)


@immutable
class Mention:
    """Where something is named."""

    start: int
    text: str = ""  # a default

    def end(self) -> int:
        """Its end."""
        return self.start + len(self.text)
'''


def test_what_is_compiled_says_what_never_changes():
    made = compiling.prepared(MODULE)
    names = {}
    exec(made, names)
    assert (names["FEW"], names["_MANY"], names["MOST"]) == (2, frozenset("眾多"), 3)
    assert names["bisect_left"]([1, 2], 2) == 1
    finals = {
        node.target.id for node in ast.parse(made).body if isinstance(node, ast.AnnAssign) and "Final" in ast.unparse(node.annotation)
    }
    assert finals == {"bisect_left", "FEW", "_MANY", "MOST"}


def test_values_that_are_compiled_are_what_they_were():
    names, plain = {}, {}
    exec(compiling.prepared(MODULE), names)
    exec(MODULE, plain)
    mention = names["Mention"](3, "王小明")
    assert "self.start = start" in compiling.prepared(MODULE)
    assert repr(mention) == repr(plain["Mention"](3, "王小明"))
    assert (mention.end(), dataclasses.replace(mention, text="").end()) == (6, 3)
    assert names["Mention"](3) == names["Mention"](3, "")
    assert [field.name for field in dataclasses.fields(mention)] == ["start", "text"]


@pytest.mark.parametrize("path", COMPILED, ids=lambda p: str(p.relative_to(ROOT / "pipeline")))
def test_no_module_is_compiled_with_less_in_it(path):
    def names(source):
        return {name for node in ast.parse(source).body for name in _names_of(node)}

    source = path.read_text(encoding="utf-8")
    assert names(compiling.prepared(source)) - names(source) <= {"_bisect", "_dataclasses", "_typing"}
    assert names(source) <= names(compiling.prepared(source))


def _names_of(node):
    """The names that a statement at the top of a module gives something."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [name.asname or name.name for name in node.names]
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return [node.name]
    return [part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)]
