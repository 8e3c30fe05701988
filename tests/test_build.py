"""The hook that compiles claims and events into a wheel: where it can, never half; and that neither package has what mypyc takes otherwise."""

import ast
import importlib.util
import subprocess
import sysconfig
from pathlib import Path

import pytest

pytest.importorskip("hatchling")
from hatchling.bridge.app import Application

ROOT = Path(__file__).resolve().parents[1]
COMPILED = sorted(path for package in ("claims", "events") for path in (ROOT / "pipeline" / package).glob("*.py"))


def load():
    spec = importlib.util.spec_from_file_location("hook", ROOT / ".build/hook.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


hook = load()


def process(code, output="", made=()):
    """What stands for the process that compiles: it leaves these files."""

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


def test_compiled_modules_go_beside_their_sources(monkeypatch):
    made = ["pipeline/claims/reach.so", "shilu__mypyc.so"]
    monkeypatch.setenv("SHILU_COMPILE", "1")
    monkeypatch.setattr(hook.subprocess, "run", process(0, made=made))
    data, needed = build()
    assert sorted(data["force_include"].values()) == made
    assert not data["pure_python"]
    assert data["infer_tag"]
    assert [name.partition(">")[0] for name in needed] == ["mypy", "setuptools"]
    assert not any(Path(path).exists() for path in data["force_include"]), "the temporary folder is left behind"


def test_a_failure_says_what_to_do(monkeypatch):
    monkeypatch.setenv("SHILU_COMPILE", "1")
    monkeypatch.setattr(hook.subprocess, "run", process(1, "gcc: 1\nerror: command failed\n"))
    with pytest.raises(hook.NotCompiledError, match=r"command failed\n.*C compiler.*without SHILU_COMPILE"):
        build()


PLAIN = {"force_include": {}, "pure_python": True, "infer_tag": False}


def test_a_failure_nobody_asked_for_is_told_and_installs_the_sources(monkeypatch, capsys):
    monkeypatch.setenv("SHILU_COMPILE", "")
    monkeypatch.setattr(hook, "has_compiler", lambda: True)
    monkeypatch.setattr(hook.subprocess, "run", process(1, "gcc: 1\nerror: command failed\n"))
    assert build()[0] == PLAIN
    assert "command failed\nshilu: not compiled." in capsys.readouterr().err


@pytest.mark.parametrize(("asked", "version"), [("0", "standard"), ("1", "editable"), ("", "editable")])
def test_nothing_is_compiled_unwanted_or_in_an_editable_install(monkeypatch, asked, version):
    monkeypatch.setenv("SHILU_COMPILE", asked)
    monkeypatch.setattr(hook.subprocess, "run", None)
    data, _ = build(version)
    assert data == PLAIN


@pytest.mark.parametrize("missing", ["compiler", "headers"])
def test_without_what_it_takes_nothing_is_fetched_or_tried(monkeypatch, tmp_path, missing):
    (tmp_path / ("Python.h" if missing == "compiler" else "cc")).touch(mode=0o755)
    monkeypatch.setenv("SHILU_COMPILE", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sysconfig, "get_config_var", {"CC": "cc -pthread"}.get)
    monkeypatch.setattr(sysconfig, "get_path", {"include": str(tmp_path)}.get)
    monkeypatch.setattr(hook.subprocess, "run", None)
    assert build() == (PLAIN, [])
    (tmp_path / "Python.h").touch()
    (tmp_path / "cc").touch(mode=0o755)
    assert hook.CompileHook(str(ROOT), {}, None, None, "", "wheel").dependencies() == hook._NEEDED


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
