"""The command ``shilu``: one file a command, thin; heavy modules are imported when a command runs, so that help answers at once."""

import sys
from importlib import import_module

import typer

from pipeline.errors import ShiluError

# Commands in the order of --help: (name, module, function). A module's ``app`` is a group of commands.
COMMANDS = (
    ("run", "run", "run"),
    ("show", "show", "show"),
    ("schema", "schema", "schema"),
    ("segment", "segment", "segment"),
    ("dates", "dates", "dates"),
    ("noise", "noise", "app"),
    ("view", "view", "view"),
    ("explain", "explain", "explain"),
    ("lexicon", "lexicon", "app"),
    ("evaluate", "evaluate", "evaluate"),
    ("export", "export", "export"),
    ("duplicates", "duplicates", "duplicates"),
)


def build_app() -> typer.Typer:
    """The command-line application, built afresh."""
    app = typer.Typer(
        name="shilu",
        help="shilu 實錄: dated events, organizations and claims from Traditional Chinese news dumps, as validated JSON.",
        epilog="Begin with:  shilu run corpus/samples --out outputs/first",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    for name, module, function in COMMANDS:
        command = getattr(import_module(f"pipeline.cli.{module}"), function)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        from pipeline import __version__
        from pipeline.events import roles

        how = "" if (roles.__file__ or "").endswith(".py") else " (claims and events compiled)"
        typer.echo(f"shilu {__version__}{how}")
        raise typer.Exit


def _root(version: bool = typer.Option(False, "--version", help="Say the version and stop.", callback=_version, is_eager=True)) -> None:
    """Options before the command."""


def main() -> None:
    """Entry point. Exit codes: 0 done, 1 a fault, 2 wrong usage, settings or lexicon, 3 done with rejects, 130 interrupted."""
    try:
        build_app()()
    except ShiluError as error:
        typer.echo(f"shilu: {error}", err=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        typer.echo("shilu: interrupted; an unfinished run goes on with --resume", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
