"""`scripts/install` from the outside, with small packages of its own and no network."""

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import zipfile
from functools import partial

import pytest

from tests.paths import ROOT

PACKAGES, MODULES = 12, 100

pytestmark = pytest.mark.slow


def wheel(folder, name):
    """Make a package of many modules; return its line in a lock."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    about = f"{name}-1.0.dist-info"
    files = {f"{name}/module_{number}.py": f"NUMBER = {number}\n" for number in range(MODULES)}
    files[f"{about}/METADATA"] = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    files[f"{about}/WHEEL"] = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    rows = []
    for file, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
        rows.append(f"{file},sha256={digest.decode()},{len(text)}")
    files[f"{about}/RECORD"] = "\n".join([*rows, f"{about}/RECORD,,"]) + "\n"
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in files.items():
            archive.writestr(file, text)
    return f"{name}==1.0 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@pytest.fixture
def checkout(tmp_path):
    """A checkout that has the script, a lock and the uv of this one, and nothing else."""
    folder, wheels = tmp_path / "a copy", tmp_path / "wheels"
    wheels.mkdir()
    (folder / "scripts").mkdir(parents=True)
    (folder / "requirements").mkdir()
    shutil.copy(ROOT / "scripts" / "install", folder / "scripts")
    if (ROOT / ".tools" / "uv").exists():
        (folder / ".tools").mkdir()
        (folder / ".tools" / "uv").symlink_to(ROOT / ".tools" / "uv")
    lines = [wheel(wheels, f"package_{number}") for number in range(PACKAGES)]
    for group, count in (("production", 1), ("demo", PACKAGES // 2), ("dev", PACKAGES)):
        (folder / "requirements" / f"{group}.lock").write_text("".join(lines[:count]))
    return folder


def start(checkout, *arguments):
    there = {"UV_OFFLINE": "1", "UV_NO_INDEX": "1", "UV_FIND_LINKS": checkout.parent / "wheels"}
    return subprocess.Popen(
        [checkout / "scripts" / "install", *arguments],
        env={**os.environ, **there, "UV_CACHE_DIR": checkout.parent / "cache"},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell that runs the tests in the background lets them ignore Ctrl-C.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )


def install(checkout, *arguments):
    process = start(checkout, *arguments)
    said = process.communicate()[1]
    assert process.returncode == 0, said
    return said


def installed(checkout):
    """Return the names of the modules that the environment has, by package."""
    (library,) = (checkout / ".venv" / "lib").glob("python3.*/site-packages")
    return {
        package.name: len(list(package.glob("module_*.py")))
        for package in library.glob("package_*")
        if not package.name.endswith(".dist-info")
    }


def has_begun(checkout):
    return (checkout / ".venv").exists()


def has_a_python(checkout):
    return (checkout / ".venv" / "bin" / "python").exists()


def has_a_package(checkout):
    return any((checkout / ".venv").glob("lib/*/site-packages/package_*/module_*.py"))


def has_half_of_the_packages(checkout):
    found = (checkout / ".venv").glob("lib/*/site-packages/package_*.dist-info")
    return len(list(found)) > PACKAGES // 2


@pytest.mark.parametrize(
    ("moment", "number"),
    [
        (has_begun, signal.SIGTERM),
        (has_a_python, signal.SIGINT),
        (has_a_package, signal.SIGKILL),
        (has_half_of_the_packages, signal.SIGTERM),
    ],
)
def test_an_installation_after_an_interrupted_one_is_complete(checkout, moment, number):
    process = start(checkout)
    while not moment(checkout):
        assert process.poll() is None
    os.killpg(process.pid, number)
    process.communicate()
    assert process.returncode == -number

    install(checkout)

    assert installed(checkout) == {f"package_{n}": MODULES for n in range(PACKAGES)}


def test_what_is_missing_after_an_interruption_is_not_taken_for_there(checkout):
    install(checkout)
    (library,) = (checkout / ".venv" / "lib").glob("python3.*/site-packages")
    # As an interrupted run leaves it: uv asks only whether the folder of a package is there.
    shutil.rmtree(library / "package_3")
    (checkout / ".venv" / ".installed").unlink()

    install(checkout)

    assert installed(checkout)["package_3"] == MODULES


def test_nothing_is_done_again_until_the_lock_says_something_else(checkout):
    assert "Installing" in install(checkout, "demo")
    assert install(checkout, "demo") == ""

    lock = checkout / "requirements" / "demo.lock"
    lock.write_text("".join(lock.read_text().splitlines(keepends=True)[:-1]))

    assert "Installing" in install(checkout, "demo")
    assert len(installed(checkout)) == PACKAGES // 2 - 1


def test_what_development_needs_serves_the_demo_too_and_a_server_has_nothing_more(checkout):
    install(checkout, "dev")
    assert install(checkout, "demo") == ""
    assert len(installed(checkout)) == PACKAGES

    install(checkout, "production")

    assert len(installed(checkout)) == 1
