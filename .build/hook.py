"""What hatchling asks as it builds a wheel: claims and events, whose code is most of the time's, are compiled by mypyc where that can be done.

Where it cannot, and in editable installs, everything stays Python and finds the same. ``SHILU_COMPILE=0`` asks for that everywhere, ``SHILU_COMPILE=1``
for an error instead. Nothing is written into the source tree, where a compiled module would hide its source.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_PACKAGES = ("claims", "events")
_NEEDED = ["mypy>=2.4,<2.5", "setuptools>=65"]  # mypyc comes with mypy; each of its versions makes other C
_SHOWN = 20  # last lines of what the compiler printed


class CompileHook(BuildHookInterface[Any]):
    """Puts compiled modules beside their sources into a wheel."""

    def dependencies(self) -> list[str]:
        """What must be installed to compile; nothing where that is not tried."""
        return _NEEDED if _is_tried() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before a wheel is built: compiles, and says in ``build_data`` what goes into it. Raises NotCompiledError where it must and cannot."""
        self._folder = TemporaryDirectory(prefix="shilu-")  # until the wheel is written
        if version == "editable" or not _is_tried():
            return
        try:
            made = compiled(Path(self.root), Path(self._folder.name))
        except NotCompiledError as error:
            if _asked():
                raise
            self.app.display_warning(str(error))
            return
        build_data["force_include"] |= {str(path): name for path, name in made}
        build_data |= {"pure_python": False, "infer_tag": True}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 (hatchling gives them)
        """After the wheel is written: takes the temporary folder away."""
        self._folder.cleanup()


class NotCompiledError(Exception):
    """Claims and events could not be compiled."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"{why}\nshilu: not compiled. It takes a C compiler and the headers of Python; without SHILU_COMPILE=1 shilu installs as it is."
        )


def _asked() -> str:
    return os.environ.get("SHILU_COMPILE", "")


def _is_tried() -> bool:
    """True where it is asked for, or nothing is and what it takes seems to be at hand: to fetch mypy and to fail takes longer than to look."""
    return _asked() != "0" if _asked() else has_compiler()


def has_compiler() -> bool:
    """True where a C compiler and the headers of Python are at hand."""
    compiler = sysconfig.get_config_var("CC") or "cl"
    return shutil.which(compiler.split()[0]) is not None and Path(sysconfig.get_path("include"), "Python.h").is_file()


def compiled(root: Path, folder: Path) -> list[tuple[Path, str]]:
    """The compiled modules of the project at ``root``, made in ``folder``: where each stands and its path in a wheel. Raises NotCompiledError."""
    modules = list(_copied(root / "pipeline", folder / "pipeline"))
    command = [sys.executable, str(root / ".build/compile.py"), *modules]
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        raise NotCompiledError("\n".join(done.stdout.splitlines()[-_SHOWN:]))
    made = folder / "made"
    return [(path, path.relative_to(made).as_posix()) for path in sorted(made.rglob("*")) if path.is_file()]


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
