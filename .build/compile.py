"""Run in a copy of the sources by the hook beside this file: compiles the modules that are its arguments into the folder ``made`` there.

What mypy reads is those copies and nothing that happens to be installed, so every machine compiles the same. -O1 without debugging symbols
takes a fraction of the time that the defaults take, in a file a module a third of the memory, and what is made runs as fast.
"""

import sys

from mypyc.build import mypycify
from setuptools import setup

_MYPY = ("--config-file=", "--no-site-packages", "--ignore-missing-imports", "--follow-imports=silent")
_QUIET = ("-w", "-Wno-misleading-indentation")  # warnings are no errors; to look for that one takes longer than all the rest


def main(modules: list[str]) -> None:
    """Ends with an error where mypy or the C compiler does not take the modules."""
    extensions = mypycify([*_MYPY, *modules], opt_level="1", debug_level="0", multi_file=True, group_name="shilu")
    for extension in extensions:
        extension.extra_compile_args = [*extension.extra_compile_args, *_QUIET]
    setup(name="shilu", ext_modules=extensions, script_args=["-q", "build_ext", "--build-lib=made", "--build-temp=objects"])


if __name__ == "__main__":
    main(sys.argv[1:])
