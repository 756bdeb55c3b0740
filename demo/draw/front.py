"""The sky, the river and the trench."""

from itertools import pairwise

from demo.draw.built import onion_church, skyline
from demo.draw.nature import bare_tree, land, ridge, ripples, stars
from demo.draw.paper import (
    AMBER,
    INK,
    NAVY,
    OLIVE,
    PAPER,
    Sheet,
    box,
    circle,
    ellipse,
    line,
    moved,
    path,
    poly,
    rect,
    shape,
)
from demo.draw.people import figure


def searchlights() -> Sheet:
    s = Sheet("searchlights")
    s.ground("#0c1822", "#16303f", "#2b5362", "#7d8f80")
    stars(s, 430, PAPER)
    for x, top, spread in ((330, 250, 70), (610, 900, 90), (1180, 760, 80)):
        beam = shape([(x - 5, 800), (top - spread, -20), (top + spread, -20), (x + 5, 800)])
        s.shade(beam, "#f4e3b5", 0.06, 0.62)
        s.add(path(beam, s.linear((0, "#f4e3b5", 0.02), (1, "#f4e3b5", 0.4))))
    s.soft(905, 130, 120, "#fff3d0", 0.75)
    s.add(
        moved(
            path("M-26 0L22-5L30 0L22 5ZM-8-2L-20-26L-12-26L8-2ZM-8 2L-20 26L-12 26L8 2Z", INK),
            905,
            128,
            1.1,
            turn=-14,
        )
    )
    s.glow(760, 830, 700, AMBER, 0.42, 0.35)
    skyline(s, 770, 60, 190, "#23414f", "#e0b765", 0.05)
    s.add(onion_church(1010, 770, 330, "#1b3543", "#c08f3e"))
    skyline(s, 850, 70, 210, "#142936", AMBER, 0.07, 80, 170)
    skyline(s, 950, 30, 120, "#0b161f", AMBER, 0.03, 90, 210)
    s.floor(800, "#070d13", 0, 0.9)
    return s


def winter_river() -> Sheet:
    s = Sheet("river")
    s.ground("#8aa3ab", "#c6d2cf", "#efe2cf", "#e9cdb4")
    s.glow(1090, 380, 380, "#fff3da", 0.9)
    s.add(circle(1090, 392, 40, "#fff7e6"))
    land(s, ridge(s, 450, 60, 0.5), "#a7b7b6")
    points = ridge(s, 480, 34, 0.6)
    for x in range(0, 1500, 17):
        s.add(
            line(
                x, 478, x + s.chance.uniform(-4, 4), 478 - s.chance.uniform(14, 52), "#6d8488", 2.4
            )
        )
    land(s, points, "#7f9698")
    s.add(rect(-10, 474, 1520, 540, s.linear("#d7dcd4", "#9fb6ba", "#4a6d7a")))
    s.shade(box(0, 474, 1500, 120), "#f4e8d4", 0.7, 0)
    ripples(s, 490, 760, "#fff2d8", 130, 1090, 360, 0.75)
    for _ in range(60):
        t = s.chance.random()
        x, y = s.chance.uniform(0, 1500), 520 + 400 * t
        w = 20 + 110 * t
        s.add(
            poly(
                [
                    (x - w, y),
                    (x - w * 0.4, y - 7 - 9 * t),
                    (x + w * 0.7, y - 5 - 7 * t),
                    (x + w, y + 3),
                    (x, y + 8 + 8 * t),
                ],
                "#eef0ea",
                opacity=0.85,
            )
        )
    s.shade(shape([(320, 690), (1520, 555), (1520, 600), (330, 800)]), NAVY, 0.8, 0)
    for n in range(15):
        t = n / 10
        x, y, w = 330 + 880 * t, 700 - 110 * t, 92 - 36 * t
        s.add(
            poly(
                [
                    (x - w, y),
                    (x + w, y - 12),
                    (x + w * 0.8, y + 26 - 10 * t),
                    (x - w * 0.8, y + 34 - 12 * t),
                ],
                "#2c4753",
            )
        )
        s.add(poly([(x - w, y - 5), (x + w, y - 18), (x + w, y - 8), (x - w, y + 6)], "#56717a"))
    truck = (
        rect(-60, -74, 82, 58, OLIVE)
        + rect(24, -56, 34, 42, "#4b4f2e")
        + rect(34, -50, 20, 18, "#cfdcd8")
        + "".join(circle(x, -10, 12, INK) for x in (-44, -14, 40))
    )
    s.add(moved(truck, 800, 640, 0.82, turn=-7))
    for t, pose in ((0.05, "walk"), (0.16, "walk"), (0.25, "coat"), (0.8, "walk")):
        s.add(
            figure(
                330 + 880 * t, 696 - 110 * t, 104 - 50 * t, INK, pose, bag="rucksack", hat="helmet"
            )
        )
    bank = land(
        s,
        [(-20, 720), (120, 742), (300, 802), (420, 860), (700, 925), (1000, 960), (1520, 985)],
        "#e9e7df",
    )
    s.grainy(path(bank, s.linear((0, NAVY, 0), (1, NAVY, 0.75))))
    s.add(bare_tree(s, 110, 800, 560, "#14222b"), bare_tree(s, 20, 860, 430, "#0f1a22"))
    for _ in range(60):
        x = s.chance.uniform(0, 620)
        s.add(
            line(
                x,
                880 + x * 0.12,
                x + s.chance.uniform(-14, 18),
                880 + x * 0.12 - s.chance.uniform(40, 110),
                "#3a3a30",
                2,
            )
        )
    return s


def snow_trench() -> Sheet:
    s = Sheet("trench")
    s.ground("#e9ebe6", "#d3dbd9", "#b9c7c9", angle=60)
    for _ in range(26):
        x, y, r = s.chance.uniform(0, 1500), s.chance.uniform(0, 1000), s.chance.uniform(14, 58)
        s.add(
            ellipse(x, y, r, r * 0.92, "#a9b9bc"),
            ellipse(x + r * 0.12, y + r * 0.14, r * 0.74, r * 0.66, "#5d5a4e"),
        )
        s.grainy(
            ellipse(
                x - r * 0.1,
                y - r * 0.1,
                r * 1.25,
                r * 1.2,
                s.radial((0.55, "#6f6555", 0), (0.7, "#6f6555", 0.55), (1, "#6f6555", 0)),
            )
        )
    zigzag = [
        (-40, 640),
        (110, 560),
        (190, 640),
        (330, 540),
        (420, 620),
        (560, 500),
        (660, 590),
        (800, 450),
        (900, 540),
        (1040, 400),
        (1130, 480),
        (1270, 340),
        (1370, 420),
        (1540, 270),
    ]
    d = "M" + "L".join(f"{x} {y}" for x, y in zigzag)
    branch = "M560 500L500 360L580 300L520 160L610 60M1040 400L1080 560L1010 640L1080 780L1040 1020"
    for width, colour, dx, dy in (
        (104, "#f6f4ec", -9, -10),
        (92, "#8f8a78", 6, 8),
        (62, "#4d4639", 0, 0),
        (44, "#241f1b", 5, 6),
    ):
        for track, share in ((d, 1), (branch, 0.8)):
            s.add(
                moved(
                    path(track, stroke=colour, stroke_width=width * share, stroke_linejoin="round"),
                    dx,
                    dy,
                )
            )
    s.grainy(
        path(d, stroke="#b8ac93", stroke_width=70, stroke_opacity=0.32, stroke_linejoin="round")
    )
    for a, b in pairwise(zigzag[2:10]):
        for t in (0.3, 0.5, 0.7):
            x, y = a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t
            s.add(
                moved(
                    rect(-17, -3, 34, 6, "#9b8460"), x + 4, y + 5, turn=52 if b[1] < a[1] else -50
                )
            )
    for x, y in ((372, 588), (742, 512), (1206, 398), (1085, 690)):
        s.add(
            ellipse(x + 12, y + 12, 15, 11, "#120f0d", opacity=0.7),
            ellipse(x, y, 16, 12, "#6b6f48"),
            circle(x, y, 9, "#868a5c"),
        )
    s.glow(-60, -60, 900, "#fff6e0", 0.5)
    for _ in range(16):
        x, y = s.chance.uniform(40, 1460), s.chance.uniform(30, 970)
        height = s.chance.uniform(40, 90)
        s.add(
            line(x, y, x + height * 1.5, y + height * 0.9, "#7f959b", 5, opacity=0.7),
            line(x, y, x - 8, y - 10, "#33302a", 7),
        )
    return s
