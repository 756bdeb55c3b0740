"""The command of the unit, as it is run on this machine."""

from pathlib import Path

from demo.bench import unit


def test_the_command_of_the_unit_is_run_as_it_is_shipped_but_for_where_things_are():
    said = unit.command(Path("/somewhere/http.sock"))
    assert said[1:3] == ["-m", "granian"]
    assert said[-1] == "espreso.wsgi:application"
    assert "/somewhere/http.sock" in said
    assert not [word for word in said if word.startswith(("/srv", "/run"))]
