"""The `portal` command. Each sub-command's module is imported only when that command runs."""

from __future__ import annotations

import os
import sys
from importlib import import_module

import click

from portal.settings import SettingsRefused

# name: (module:attribute, one line of help). The help stands here too so that `portal --help`
# imports nothing.
COMMANDS = {
    "assess": ("portal.cli_assess:assess", "Assess one profile."),
    "assess-many": ("portal.cli_assess:assess_many", "Assess one profile a line."),
    "rules": ("portal.cli_rules:rules", "Prove the rulebook, show a rule, compare two days."),
    "rounds": ("portal.cli_rounds:rounds", "Bring published rounds into the rulebook."),
    "schema": ("portal.cli_assess:schema", "Print the JSON Schema of a profile or an assessment."),
    "noc": ("portal.cli_noc:noc", "Find occupation codes for a job title."),
    "user": ("portal.cli_user:user", "Open an account."),
    "run": ("portal.cli_serve:run", "Serve the portal: web server and worker, supervised."),
    "worker": ("portal.cli_serve:worker", "Run the work that takes time."),
    "db": ("portal.cli_db:db", "Bring the database to the program's version."),
    "demo": ("portal.cli_demo:demo", "Load invented clients and staff (demo mode only)."),
    "check": ("portal.cli_check:check", "Look for settings too weak for production."),
    "audit": ("portal.cli_audit:audit", "Verify the chain of audit events."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, its module freshly imported; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}:{attribute} is no click command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="express-entry-portal", prog_name="portal")
def group() -> None:
    """Express Entry intake, scoring and review."""


def main() -> None:
    """Run the command line; unusable settings are one sentence each and exit code 1."""
    try:
        group(prog_name="portal")
    except SettingsRefused as refused:
        for fault in refused.faults:
            click.echo(fault, err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader went away (`portal … | head`): nothing is wrong, say nothing more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


if __name__ == "__main__":
    main()
