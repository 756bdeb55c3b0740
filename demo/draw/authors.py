"""Portraits of those who write: the same profiles, before a plain wall."""

from demo.draw.paper import Sheet
from demo.draw.people import bust


def author_vyshnevska() -> Sheet:
    s = Sheet("vyshnevska", 1000, 1000)
    s.ground("#c9a25a", "#e3c98a", angle=60)
    s.glow(760, 380, 520, "#fff3d2", 0.7)
    bust(
        s,
        330,
        170,
        3.6,
        "#eec09a",
        "#9a6450",
        "#2b1812",
        "#23363f",
        style="bun",
        light="#fff0cf",
        collar="#f1e8d6",
    )
    return s


def author_zaruba() -> Sheet:
    s = Sheet("zaruba", 1000, 1000)
    s.ground("#3d6473", "#7fa4aa", angle=60)
    s.glow(240, 380, 520, "#dfeee6", 0.6)
    bust(
        s,
        640,
        170,
        3.6,
        "#dba078",
        "#7d4c3a",
        "#3a2a1e",
        "#4a3a2c",
        light="#eef6ee",
        beard=True,
        flip=True,
        collar="#c9bfa6",
    )
    return s


def author_berehova() -> Sheet:
    s = Sheet("berehova", 1000, 1000)
    s.ground("#7d4236", "#b5735c", angle=60)
    s.glow(760, 380, 520, "#ffe6c4", 0.6)
    bust(
        s,
        330,
        170,
        3.6,
        "#e6b48c",
        "#87604c",
        "#8a8378",
        "#1d2830",
        style="bob",
        light="#ffe9c8",
        glasses=True,
        collar="#efe4cf",
    )
    return s
