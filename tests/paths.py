"""Where the tests find what they read: the project, their data, and the seed beside it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "tests" / "data"
# The text of a real published page, kept beside the project; it is not part of it.
SEED = ROOT.parent / "shared" / "seed"
