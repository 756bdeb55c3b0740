"""Structured data against schema.org's shapes: the whole vocabulary, as the types of schema-dts.

TypeScript refuses a property that a type does not have, and a value that a property does not take.
"""

import json
import re
import subprocess
import tempfile
from pathlib import Path

from bs4 import BeautifulSoup

from .tools import MODULES, Missing

_OPTIONS = ("--noEmit", "--strict", "--skipLibCheck", "--module", "esnext")
_SAID = re.compile(r"^page\.ts\((\d+),\d+\): error (.*)", re.DOTALL)


def errors(pages: dict[str, str]) -> dict[str, list[str]]:
    """Return what is wrong with the structured data in the HTML of each page, by its name."""
    lines, names = ['import type { Graph, Thing, WithContext } from "schema-dts";'], [""]
    for name, html in pages.items():
        for script in BeautifulSoup(html, "html.parser").select('[type="application/ld+json"]'):
            data = json.loads(script.string)
            shape = "Graph" if "@graph" in data else "WithContext<Thing>"
            said = json.dumps(data, ensure_ascii=True)
            lines.append(f"export const number{len(lines)}: {shape} = {said};")
            names.append(name)
    found = {name: [] for name in pages}
    for number, words in _compiled(lines):
        found[names[number - 1]].append(words)
    return found


def _compiled(lines):
    # Beside the packages, where the compiler looks for them.
    with tempfile.TemporaryDirectory(dir=MODULES.parent, prefix="shapes-") as folder:
        (Path(folder) / "page.ts").write_text("\n".join(lines))
        command = ["node", str(MODULES / "typescript" / "bin" / "tsc"), *_OPTIONS, "page.ts"]
        command += ["--moduleResolution", "bundler"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    # What is wrong, and below it, indented, why.
    said = [words for words in re.split(r"\n(?=\S)", done.stdout.strip()) if words]
    found = [_SAID.match(words) for words in said]
    if done.returncode and not all(found):
        raise Missing(f"TypeScript did not run: {done.stdout[-600:]}{done.stderr[-600:]}")
    for match in found:
        what, *why = match[2].split("\n")
        yield int(match[1]), f"{what[:200]} … {why[-1].strip() if why else ''}"
