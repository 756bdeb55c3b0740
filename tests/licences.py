"""Linter of licences: those of all packages of production, and of the libraries in their wheels.

What we name there, others install and pass on. A licence that is not here is for a person to read,
and to allow or not ([decision 21](../docs/decisions/0021-licences.md)).
"""

import re
import sys
from importlib.metadata import Distribution, distribution, distributions

from tests.paths import ROOT

ALLOWED = {
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-2.0",
    "PSF-2.0",
}
LGPL_ALLOWED = {"psycopg", "psycopg-binary", "psycopg-pool"}
# What older packages write instead of the names of SPDX, and what it stands for.
WRITTEN = {
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "PSFL": "PSF-2.0",
}
# Those that only copy a text, read by us.
READ = {"fido2": "BSD-2-Clause"}
# Libraries that wheels bring along, each under a licence of those above or one as free.
LIBRARIES = {
    "pillow": {
        *("Xau", "avif", "brotlicommon", "brotlidec", "freetype", "harfbuzz", "jpeg", "lcms2"),
        *("lzma", "openjp2", "png16", "sharpyuv", "tiff", "webp", "webpdemux", "webpmux", "xcb"),
        "zstd",
    },
    "psycopg-binary": {
        *("com_err", "crypt", "crypto", "gssapi_krb5", "k5crypto", "keyutils", "krb5"),
        *("krb5support", "lber", "ldap", "pq", "sasl2", "ssl", "pcre", "selinux", "z"),
    },
}


def problems(name: str) -> list[str]:
    """Return what speaks against a package."""
    package = distribution(name)
    licences = licences_of(name, package)
    found = [
        f"{name} is under {each}"
        for each in licences
        if each not in ALLOWED or (each.startswith("LGPL") and name not in LGPL_ALLOWED)
    ]
    found += [f"{name} says no licence"] if not licences else []
    return found + [
        f"the wheel of {name} holds lib{each}"
        for each in sorted(libraries_of(package) - LIBRARIES.get(name, set()))
    ]


def licences_of(name: str, package: Distribution) -> list[str]:
    """Return the licences of a package, of which those joined by OR are one that is allowed."""
    said = package.metadata
    if name in READ:
        return [READ[name]]
    expression = said.get("License-Expression") or said.get("License") or _classified(said)
    found = []
    for each in re.split(r" AND ", expression or ""):
        choices = [WRITTEN.get(choice, choice) for choice in each.strip("() ").split(" OR ")]
        found.append(next((choice for choice in choices if choice in ALLOWED), choices[0]))
    return [each for each in found if each]


def _classified(said):
    beginning = "License :: OSI Approved :: "
    found = [each for each in said.get_all("Classifier") or [] if each.startswith(beginning)]
    # Some end in their abbreviation: “ISC License (ISCL)”.
    return " AND ".join(each.removeprefix(beginning).split(" (")[0] for each in found)


def libraries_of(package: Distribution) -> set[str]:
    """Return the shared libraries that a wheel brings, without the names of their builds."""
    names = [file.name for file in package.files or [] if file.parent.name.endswith(".libs")]
    return {re.match(r"lib([a-zA-Z0-9_]+)", name)[1] for name in names}


def locked() -> list[str]:
    """Return the packages of production."""
    lock = (ROOT / "requirements" / "production.lock").read_text()
    return re.findall(r"^([a-z0-9._-]+)==", lock, re.MULTILINE)


def main() -> int:
    """Name what is not allowed; return how the program ends."""
    here = {re.sub(r"[-_.]+", "-", each.name.lower()) for each in distributions()}
    # Some are for other systems alone.
    found = [problem for name in locked() if name in here for problem in problems(name)]
    for problem in found:
        print(f"{problem}: see tests/licences.py", file=sys.stderr)  # noqa: T201
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
