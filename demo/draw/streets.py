"""Streets by night and by day."""

# ruff: noqa: E501 - the data of a path reads worse when wrapped

from math import cos, pi, sin

from demo.draw.built import (
    between,
    skyline,
)
from demo.draw.nature import (
    cloud,
    stars,
)
from demo.draw.paper import (
    AMBER,
    INK,
    PAPER,
    RUST,
    SAND,
    WINE,
    Sheet,
    circle,
    ellipse,
    group,
    line,
    moved,
    path,
    poly,
    rect,
    shape,
)
from demo.draw.people import figure


def bakery_dawn() -> Sheet:
    s = Sheet("bakery")
    s.ground("#16283a", "#2d4a5e", "#6d7f86", "#c79a80")
    skyline(s, 620, 120, 320, "#2b4152", AMBER, 0.02, 120, 220)
    s.add(rect(-10, 240, 1080, 600, "#1b2c38"), rect(-10, 228, 1090, 16, "#0f1c26"))
    for x in (40, 300):
        s.add(rect(x, 290, 150, 100, "#0f1b25"), line(x + 75, 290, x + 75, 390, "#22384a", 4))
    s.add(rect(830, 290, 170, 100, "#0f1b25"))
    s.add(rect(90, 450, 620, 330, "#f3bf62"))
    s.glow(400, 560, 420, "#fff3cf", 0.95, 0.7)
    glass = s.clip(rect(90, 450, 620, 330, "#000"))
    inside = [rect(90, 600, 620, 8, "#9a5a26"), rect(90, 690, 620, 8, "#9a5a26")]
    for shelf in (600, 690):
        inside += [
            ellipse(
                118 + n * 47, shelf - 15, 25, 17, s.chance.choice(("#b86e2c", "#a05a22", "#cf8a3e"))
            )
            for n in range(13)
        ]
    inside += [
        figure(560, 800, 260, "#5b2d18", "coat"),
        rect(538, 548, 44, 22, "#fff4dc"),
        rect(90, 770, 620, 40, "#6d3a1c"),
    ]
    s.add(group(*inside, clip_path=glass))
    for x in (90, 296, 503, 706):
        s.add(rect(x - 4, 446, 8, 338, "#10202b"))
    s.add(
        rect(760, 450, 160, 390, "#24150f"),
        rect(776, 470, 128, 220, "#f0b65a"),
        rect(70, 420, 860, 34, WINE),
    )
    for n in range(22):
        s.add(
            poly(
                [(70 + n * 39, 454), (109 + n * 39, 454), (100 + n * 39, 492), (62 + n * 39, 492)],
                "#efe0c2" if n % 2 else RUST,
            )
        )
    s.add(rect(-10, 838, 1520, 200, s.linear("#3b4a55", "#141f29")))
    s.shade(shape([(90, 840), (930, 840), (1180, 1010), (-60, 1010)]), "#f6c26a", 0.9, 0.1)
    for x, h, pose, hat, flip in (
        (1010, 250, "skirt", "scarf", True),
        (1090, 262, "coat", "cap", True),
        (1160, 240, "coat", "", True),
        (1235, 252, "skirt", "scarf", True),
    ):
        s.add(
            ellipse(x + 70, 914, 110, 12, INK, opacity=0.5),
            figure(x, 914, h, "#0d1821", pose, flip, hat=hat),
        )
    s.add(
        line(1400, 880, 1400, 300, "#0c1720", 9),
        path("M1400 304C1400 262 1330 262 1318 286", stroke="#0c1720", stroke_width=8),
    )
    s.floor(880, "#0a131b", 0, 0.8)
    return s


def power_cut_street() -> Sheet:
    s = Sheet("street")
    s.ground("#0d1a26", "#182c3c", "#2d4656")
    stars(s, 420, PAPER, 120)
    vanish = (820, 620)
    for left in (True, False):
        edge = -10 if left else 1510
        for n in range(6):
            a, b = 1 - 0.62**n, 1 - 0.62 ** (n + 1)
            x1, x2 = edge + (vanish[0] - edge) * a, edge + (vanish[0] - edge) * b
            h1 = (560 + 150 * s.chance.random()) * (1 - a)
            low1, low2 = (
                vanish[1] + (330 if left else 300) * (1 - a),
                vanish[1] + (330 if left else 300) * (1 - b),
            )
            top1, top2 = vanish[1] - h1, vanish[1] - h1 * (1 - b) / (1 - a)
            shadef = ("#14242f", "#1b303d", "#233b49", "#2c4755", "#35515e", "#3d5a66")[n]
            s.add(poly([(x1, top1), (x2, top2), (x2, low2), (x1, low1)], shadef))
            for r in range(4):
                for c in range(3):
                    k1, k2 = (c + 0.25) / 3, (c + 0.72) / 3
                    v1, v2 = (r + 0.3) / 6, (r + 0.78) / 6
                    pts = [
                        between(
                            between((x1, top1), (x2, top2), k),
                            between((x1, low1), (x2, low2), k),
                            v,
                        )
                        for k, v in ((k1, v1), (k2, v1), (k2, v2), (k1, v2))
                    ]
                    candle = s.chance.random() < 0.07
                    s.add(poly(pts, AMBER if candle else "#0c1822"))
    s.add(
        poly(
            [(-20, 1020), (-20, 900), vanish, (1520, 890), (1520, 1020)],
            s.linear("#33434c", "#10191f"),
        )
    )
    s.add(
        poly([(60, 640), (330, 632), (330, 800), (60, 862)], "#f6c566"),
        rect(184, 636, 6, 200, "#3a2416"),
    )
    s.glow(220, 740, 360, "#fff0c0", 0.75, 0.8)
    s.add(poly([(30, 600), (360, 612), (360, 640), (30, 652)], RUST))
    for x, y, h in ((110, 838, 170), (270, 806, 140)):
        s.add(figure(x, y, h, "#4b2917", "coat", x > 200))
    s.shade(
        shape([(60, 862), (330, 800), (760, 900), (420, 1020), (0, 1020)]), "#f6c566", 0.85, 0, 20
    )
    generator = (
        rect(0, -66, 110, 66, RUST, rx=6)
        + rect(12, -52, 50, 30, INK)
        + circle(86, -38, 13, SAND)
        + line(110, -30, 150, -60, INK, 5)
        + rect(-6, -4, 122, 8, INK)
    )
    s.add(
        moved(generator, 420, 866),
        path("M420 850C380 870 350 850 330 800", stroke=INK, stroke_width=4),
    )
    for n, (x, y) in enumerate(((600, 822), (560, 760), (520, 700))):
        s.soft(x, y, 50 + n * 26, "#aab4b0", 0.35)
    for x, y, h, pose, flip in (
        (690, 742, 118, "walk", False),
        (960, 800, 170, "walk", True),
        (1120, 900, 260, "skirt", True),
    ):
        s.add(
            ellipse(x, y, h * 0.3, h * 0.035, INK, opacity=0.6),
            figure(x, y, h, "#081017", pose, flip),
        )
        side = -1 if flip else 1
        s.shade(
            shape(
                [
                    (x + side * h * 0.12, y - h * 0.48),
                    (x + side * h * 0.9, y - h * 0.1),
                    (x + side * h * 0.7, y + h * 0.06),
                ]
            ),
            "#fff0c4",
            0.85,
            0.25,
            0 if side > 0 else 180,
        )
    s.add(circle(1180, 150, 44, "#e9e2c8"), circle(1200, 140, 40, "#12222f"))
    s.floor(860, "#060b10", 0, 0.8)
    return s


def european_quarter() -> Sheet:
    s = Sheet("quarter")
    s.ground("#7e99a3", "#bac8c6", "#e6dcc4")
    cloud(s, 400, 260, 900, 170, "#e8e4d6", 0.8)
    skyline(s, 760, 120, 260, "#9fb0b2", None)
    tower = [(700, 960), (700, 90), (1180, 30), (1180, 960)]
    s.add(poly(tower, s.linear("#537a88", "#294a5a", angle=20)))
    for n in range(24):
        y = 90 + n * 37
        s.add(line(700, y, 1180, y - 60 + n * 2.6, "#8fb1b5", 2.2, opacity=0.7))
    for n in range(17):
        s.add(line(700 + n * 30, 90 - n * 3.75, 700 + n * 30, 960, "#1f3d4b", 3))
    for _ in range(70):
        column, row = s.chance.randint(0, 15), s.chance.randint(0, 21)
        s.add(
            rect(
                703 + column * 30,
                98 + row * 37 - column * 3.4,
                24,
                29,
                s.chance.choice(("#f3dca4", "#b9cfcb", "#7ea0a8")),
                opacity=0.85,
            )
        )
    s.add(poly([(1180, 30), (1420, 150), (1420, 960), (1180, 960)], s.linear("#1f3c4a", "#12262f")))
    s.shade(shape([(700, 90), (960, 58), (760, 960), (700, 960)]), "#fbeecb", 0.75, 0, 0)
    s.add(path("M-20 960V520C180 400 480 400 700 520V960Z", s.linear("#c9c4ae", "#7c8b88")))
    for n in range(12):
        s.add(rect(20 + n * 57, 560, 26, 330, "#40606b"))
    s.add(rect(-10, 900, 1520, 120, s.linear("#8d8c80", "#3d474b")))
    for n in range(9):
        x = 60 + n * 150
        s.add(line(x, 930, x, 440, "#e9e4d4", 6))
        lift = s.chance.uniform(-8, 14)
        s.add(
            path(
                f"M{x} 446C{x + 34} {430 + lift} {x + 60} {470 - lift} {x + 104} {448 + lift}L{x + 100} {520 + lift}C{x + 60} {540 - lift} {x + 34} {500 + lift} {x} 518Z",
                "#24467a" if n != 4 else "#2f7ab0",
            )
        )
        if n == 4:
            s.add(
                path(
                    f"M{x} 482C{x + 34} {466 + lift} {x + 60} {506 - lift} {x + 102} {484 + lift}L{x + 100} {520 + lift}C{x + 60} {540 - lift} {x + 34} {500 + lift} {x} 518Z",
                    "#eebd45",
                )
            )
        else:
            for k in range(8):
                s.add(circle(x + 50 + 17 * cos(k * pi / 4), 486 + 15 * sin(k * pi / 4), 2.6, AMBER))
    for x, y, h, pose, flip in (
        (250, 970, 110, "walk", False),
        (310, 974, 104, "skirt", False),
        (640, 985, 130, "walk", True),
        (990, 976, 116, "coat", False),
        (1040, 978, 110, "coat", True),
        (1330, 990, 134, "walk", True),
    ):
        s.add(
            poly([(x, y), (x + 12, y), (x + 150, y + 26), (x + 120, y + 28)], INK, opacity=0.4),
            figure(x, y, h, "#14222a", pose, flip),
        )
    s.floor(920, "#111b20", 0, 0.6)
    return s
