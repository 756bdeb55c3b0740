"""The secret key in a file: made once, and read ever after."""

import pwd
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from espreso import secret_key

# Reads the key as somebody whom closed folders keep out, which root is not.
READ_UNPRIVILEGED = """
import os, sys
from pathlib import Path
from espreso import secret_key
if os.geteuid() == 0:
    os.setuid(int(sys.argv[2]))
print(secret_key.read_or_make(Path(sys.argv[1])))
"""


def read_unprivileged(path):
    return subprocess.run(
        [sys.executable, "-c", READ_UNPRIVILEGED, path, str(pwd.getpwnam("nobody").pw_uid)],
        cwd=Path(secret_key.__file__).parent.parent,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def folder():
    # Not under pytest's own folder, which nobody else may enter.
    with tempfile.TemporaryDirectory() as temporary:
        Path(temporary).chmod(0o755)
        yield Path(temporary)


def test_a_key_is_made_once_for_its_owner_alone(folder):
    path = folder / "var" / "secret-key"

    key = secret_key.read_or_make(path)

    assert len(key) >= 50
    assert secret_key.read_or_make(path) == key
    assert path.stat().st_mode & 0o077 == 0
    assert list(path.parent.iterdir()) == [path]


def test_a_key_is_read_from_a_folder_that_cannot_be_written(folder):
    path = folder / "secret-key"
    path.write_text("made at an earlier time\n")
    path.chmod(0o444)
    folder.chmod(0o555)

    done = read_unprivileged(path)

    assert (done.stdout, done.stderr) == ("made at an earlier time\n", "")


@pytest.mark.parametrize("there", [True, False])
def test_a_key_that_can_be_neither_read_nor_made_is_said_in_one_sentence(folder, there):
    path = folder / "secret-key"
    if there:
        path.write_text("of somebody else")
        path.chmod(0)
    folder.chmod(0o555)

    done = read_unprivileged(path)

    assert done.returncode != 0
    assert done.stderr.startswith(f"espreso: The secret key in {path} can be neither read nor made")
    assert done.stderr.count("\n") == 1
