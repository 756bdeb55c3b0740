"""Where the tests find what they read: the project, their data, and the seed beside it."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = tuple(sorted(path.parent.name for path in ROOT.glob("*/apps.py")))
# The demo is not installed where readers are.
APPS_OF_A_SERVER = tuple(app for app in APPS if app != "demo")
DATA = ROOT / "tests" / "data"
# The text of a real published page, kept beside the project; it is not part of it.
SEED = ROOT.parent / "shared" / "seed"
