"""What hatchling asks as it builds a wheel: claims and events, which take most of the time of our own code, are compiled by mypyc where that can be done.

Where it cannot, and in editable installs, everything stays Python and finds the same. ``SHILU_COMPILE=0`` asks for that everywhere, ``SHILU_COMPILE=1``
for an error instead. Nothing is written into the source tree, where a compiled module would hide its source.
"""

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKAGES = ("claims", "events")
_NEEDED = ["mypy>=2.4,<2.5", "setuptools>=65"]  # mypyc comes with mypy; each of its versions makes other C
_SHOWN = 20  # last lines of what the compiler printed
_WISHES = {"": None, "0": False, "1": True}


class CompileHook(BuildHookInterface[Any]):
    """Puts compiled modules beside their sources into a wheel."""

    _folder: TemporaryDirectory[str] | None = None

    def dependencies(self) -> list[str]:
        """What must be installed to compile, where it must be compiled. Elsewhere it is fetched as the wheel is built, for it may be missing."""
        return _NEEDED if wish() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before a wheel is built: compiles, and says in ``build_data`` what goes into it. Raises NotCompiledError where it must and cannot."""
        asked = wish()
        if version == "editable" or not (has_compiler() if asked is None else asked):
            return
        try:
            self._folder = TemporaryDirectory(prefix="shilu-")  # until the wheel is written
            made = compiled(Path(self.root), Path(self._folder.name))
        except (NotCompiledError, OSError) as error:
            if asked:
                raise NotCompiledError(f"{error}\nshilu: not compiled. It takes a C compiler and the headers of Python.") from error
            self.app.display_warning(f"{error}\nshilu: not compiled, and installed as it is. With SHILU_COMPILE=0 that is not tried.")
            return
        build_data["force_include"] |= {str(path): name for path, name in made}
        build_data |= {"pure_python": False, "infer_tag": True}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 (hatchling gives them)
        """After the wheel is written: takes the temporary folder away."""
        if self._folder is not None:
            self._folder.cleanup()


class NotCompiledError(Exception):
    """Claims and events could not be compiled."""


def wish() -> bool | None:
    """Whether they must be compiled, must not, or may be. Raises ValueError where SHILU_COMPILE says something else."""
    value = os.environ.get("SHILU_COMPILE", "")
    if value not in _WISHES:
        raise ValueError(f"SHILU_COMPILE is {value!r}: set it to 1 or 0, or leave it out")
    return _WISHES[value]


def has_compiler() -> bool:
    """True where a C compiler is in PATH and the headers of Python are at hand: to look takes less than to try."""
    compiler = shlex.split(os.environ.get("CC") or sysconfig.get_config_var("CC") or "") or ["cl"]
    return shutil.which(compiler[0]) is not None and Path(sysconfig.get_path("include"), "Python.h").is_file()


def compiled(root: Path, folder: Path) -> list[tuple[Path, str]]:
    """The compiled modules of the project at ``root``, made in ``folder``: where each stands and its path in a wheel.

    Raises NotCompiledError where one is missing or what it takes cannot be had.
    """
    modules = list(_copied(root / "pipeline", folder / "pipeline"))
    paths = [*_fetched(folder / "needed"), *filter(None, [os.environ.get("PYTHONPATH")])]
    command = [sys.executable, str(root / ".build/compile.py"), *modules]
    _run(command, folder, os.environ | {"PYTHONPATH": os.pathsep.join(paths)})
    made = folder / "made"
    found = [(path, path.relative_to(made).as_posix()) for path in sorted(made.rglob("*")) if path.is_file()]
    missing = {module.removesuffix(".py") for module in modules} - {name.partition(".")[0] for _, name in found}
    if missing:
        raise NotCompiledError(f"not made: {', '.join(sorted(missing))}")
    return found


def _fetched(folder: Path) -> list[str]:
    """Where mypy stands that was fetched for this; nowhere where there is one. Outside of the environment of the build, in which no pip is."""
    if find_spec("mypyc") is not None:
        return []
    options = ["--quiet", "--disable-pip-version-check", "--retries", "0", "--timeout", "15", "--target", str(folder)]
    _run([sys.executable, "-I", "-m", "pip", "install", *options, *_NEEDED], folder.parent, os.environ)
    return [str(folder)]


def _run(command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Runs a command. Raises NotCompiledError with the last lines it printed where it fails."""
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    if done.returncode:
        raise NotCompiledError("\n".join(done.stdout.splitlines()[-_SHOWN:]))


def _copied(source: Path, target: Path) -> Iterator[str]:
    """Copies the sources and gives those to compile. The package itself is left empty, for it names all the others, which need not be read."""
    for path in sorted(source.rglob("*.py")):
        name = path.relative_to(source)
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
        if name.parts[0] in _PACKAGES and name.name != "__init__.py":
            yield (target.name / name).as_posix()
    (target / "__init__.py").write_bytes(b"")
