"""Houses and hospitals."""

from demo.draw.built import between, panel_block, room, skyline
from demo.draw.nature import bare_tree
from demo.draw.paper import (
    INK,
    NAVY,
    RUST,
    WINE,
    Sheet,
    box,
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


def broken_block() -> Sheet:
    s = Sheet("broken")
    s.ground("#8faab0", "#cdd5cc", "#efdcb8")
    s.glow(1250, 300, 520, "#fff2d2", 0.85)
    skyline(s, 800, 120, 320, "#a7b4b0", None, 0, 90, 190)
    s.add(panel_block(s, 1130, 300, 300, 640, 6, 11, "#8d9a96", "#5b6f74", "#f2d18b", 0.06))
    s.shade(box(1130, 300, 300, 640), NAVY, 0.6, 0, 0)
    standing = shape(
        [
            (170, 120),
            (600, 120),
            (612, 190),
            (655, 220),
            (640, 300),
            (700, 330),
            (690, 440),
            (742, 470),
            (735, 560),
            (800, 590),
            (790, 690),
            (850, 720),
            (900, 860),
            (900, 945),
            (170, 945),
        ]
    )
    kept = s.clip(path(standing, "#000"))
    s.add(
        group(
            panel_block(s, 180, 130, 720, 810, 14, 13, "#d9c9a6", "#4c626a", "#f6e2ae", 0.03),
            clip_path=kept,
        )
    )
    s.shade(standing, "#3b4a52", 0.8, 0, 0)
    for floor in range(3, 12):
        y = 130 + 62.3 * floor
        if y > 800:
            break
        left = 600 + (floor - 1) * 19
        reach = s.chance.uniform(70, 120)
        s.add(
            rect(
                left - 20,
                y - 56,
                reach - 20,
                54,
                s.chance.choice(("#b98068", "#8ea59a", "#d2b27a", "#a9785c", "#90a7ad")),
            )
        )
        s.add(
            poly(
                [
                    (left - 30, y - 4),
                    (left + reach, y + s.chance.uniform(0, 16)),
                    (left + reach - 14, y + 12),
                    (left - 30, y + 8),
                ],
                "#5b5348",
            )
        )
        for n in range(4):
            s.add(
                line(
                    left + reach - 10 + n * 4,
                    y + 6,
                    left + reach + 8 + n * 9,
                    y + s.chance.uniform(18, 44),
                    "#3b3a38",
                    1.8,
                )
            )
        if floor % 3 == 0:
            s.add(rect(left + 6, y - 36, 24, 32, WINE), rect(left + 6, y - 50, 24, 12, "#7a4a3a"))
    rubble = (
        [(520, 945)]
        + [
            (560 + n * 26, 945 - s.chance.uniform(10, 46) - 90 * (1 - abs(n - 10) / 11))
            for n in range(21)
        ]
        + [(1110, 945)]
    )
    s.add(poly(rubble, "#6d665a"))
    for _ in range(90):
        x = s.chance.gauss(820, 130)
        y = 945 - s.chance.uniform(0, 110) * max(0, 1 - abs(x - 820) / 280)
        w = s.chance.uniform(8, 40)
        s.add(
            moved(
                rect(
                    -w / 2,
                    -w / 5,
                    w,
                    w / 2.4,
                    s.chance.choice(("#8d8472", "#4d4a44", "#a5977c", "#3a3936")),
                ),
                x,
                y,
                turn=s.chance.uniform(-50, 50),
            )
        )
    s.add(rect(-10, 940, 1520, 80, s.linear("#5a5d58", "#2a3136")))
    for n in range(2):
        s.add(line(1050 + n * 14, 945, 560 + n * 14, 360, "#b2452b", 6))
    for t in range(20):
        a, b = (
            between((1050, 945), (560, 360), t / 20),
            between((1064, 945), (574, 360), (t + 1) / 20),
        )
        s.add(line(*a, *b, "#b2452b", 3))
    s.add(
        rect(980, 890, 190, 46, RUST),
        rect(1120, 856, 50, 60, "#8b3a22"),
        circle(1010, 940, 17, INK),
        circle(1140, 940, 17, INK),
        rect(540, 340, 50, 34, "#26343b"),
    )
    for x, flip in ((430, False), (470, True), (1260, True), (720, False)):
        s.add(figure(x, 958, 84, "#18242b", "coat", flip, hat="helmet"))
    s.add(bare_tree(s, 90, 960, 620, "#1d272c"))
    s.floor(880, "#12191d", 0, 0.7)
    return s


def hospital_corridor() -> Sheet:
    s = Sheet("hospital")
    room(
        s,
        (590, 330, 320, 270),
        s.linear("#d8d8c8", "#86a09c", "#3a5a5e"),
        s.linear("#3c5a5e", "#a9bcb2"),
        s.linear("#4d7376", "#b9c8bd", angle=0),
        s.linear("#b9c8bd", "#3f6468", angle=0),
        "#e9e2cb",
    )
    s.add(
        rect(660, 410, 84, 190, "#8aa39c"),
        rect(752, 410, 84, 190, "#8aa39c"),
        rect(676, 430, 52, 70, "#fbf3d8"),
        rect(768, 430, 52, 70, "#fbf3d8"),
    )
    s.glow(750, 450, 460, "#fff8e2", 0.9, 0.8)
    for n in range(6):
        a, b = 1 - 0.6**n, 1 - 0.6**n * 0.72
        quad = [
            between((640, 0), (728, 330), a),
            between((860, 0), (772, 330), a),
            between((860, 0), (772, 330), b),
            between((640, 0), (728, 330), b),
        ]
        s.add(poly(quad, "#fdf8e8"))
    for n in range(4):
        a, b = 0.12 + (1 - 0.62**n) * 0.86, 0.12 + (1 - 0.62**n * 0.74) * 0.86
        for left in (True, False):
            tops = ((0, 0), (590, 330)) if left else ((1500, 0), (910, 330))
            lows = ((0, 1000), (590, 600)) if left else ((1500, 1000), (910, 600))
            pts = [
                between(between(*tops, k), between(*lows, k), v)
                for k, v in ((a, 0.3), (b, 0.3), (b, 1), (a, 1))
            ]
            s.add(poly(pts, "#2f5257" if left or n % 2 else "#f1e3bd"))
            if not left and n % 2 == 0:
                s.shade(
                    shape(
                        [
                            pts[3],
                            pts[2],
                            (pts[2][0] - 90, pts[2][1] + 20),
                            (pts[3][0] - 240, pts[3][1] + 60),
                        ]
                    ),
                    "#fff3cf",
                    0.8,
                    0,
                    180,
                )
    for left in (True, False):
        tops = ((0, 0), (590, 330)) if left else ((1500, 0), (910, 330))
        lows = ((0, 1000), (590, 600)) if left else ((1500, 1000), (910, 600))
        band = [
            between(between(*tops, k), between(*lows, k), v)
            for k, v in ((0, 0.62), (1, 0.62), (1, 0.66), (0, 0.66))
        ]
        s.add(poly(band, RUST, opacity=0.75))
    s.add(figure(735, 640, 130, "#2a4a50", "coat"), figure(790, 648, 136, "#eef0e6", "skirt", True))
    s.add(ellipse(520, 880, 330, 22, "#16282d", opacity=0.5))
    bed = (
        rect(-250, -120, 500, 34, "#eef0e8", rx=14)
        + rect(-250, -92, 500, 22, "#7f9a9a")
        + path("M-130-118C-60-176 150-150 236-118Z", "#c9d8d2")
        + ellipse(-190, -134, 44, 22, "#fbf7ea")
        + line(-250, -190, -250, -10, "#22383d", 10)
        + line(250, -160, 250, -10, "#22383d", 10)
        + line(-250, -60, 250, -60, "#22383d", 7)
        + circle(-250, -6, 12, INK)
        + circle(250, -6, 12, INK)
        + line(-200, -90, -200, -380, "#22383d", 5)
        + rect(-222, -392, 44, 66, "#f4ead0", rx=6, opacity=0.9)
    )
    s.add(moved(bed, 520, 880))
    s.add(
        ellipse(900, 900, 110, 14, "#16282d", opacity=0.5),
        figure(860, 896, 420, "#1d4148", "coat", True, hat="scarf"),
    )
    s.floor(820, "#0e2024", 0, 0.75)
    return s
