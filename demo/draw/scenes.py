"""Which scene draws which photo: the function named like the slug."""

from demo.draw import (
    arts,
    authors,
    countryside,
    front,
    halls,
    industry,
    portraits,
    refuge,
    streets,
    uprights,
    warwork,
    wounds,
)

MODULES = (
    arts,
    authors,
    countryside,
    front,
    halls,
    industry,
    portraits,
    refuge,
    streets,
    uprights,
    warwork,
    wounds,
)

SCENES = {
    name.replace("_", "-"): scene
    for module in MODULES
    for name, scene in vars(module).items()
    if getattr(scene, "__module__", None) == module.__name__
}
