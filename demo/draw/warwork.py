"""Benches, minefields and maps: the work behind the line."""

# ruff: noqa: E501 - the data of a path reads worse when wrapped

from math import atan2, degrees

from demo.draw.nature import land, poplar, ridge
from demo.draw.paper import (
    AMBER,
    INK,
    NAVY,
    RUST,
    SAND,
    WINE,
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


def workshop_drones() -> Sheet:
    s = Sheet("workshop")
    s.ground("#13222c", "#1b313c", "#16252e")
    for n in range(6):
        s.add(rect(60 + n * 250, 110, 210, 8, "#2d4652"))
        for _ in range(7):
            h, x = s.chance.uniform(30, 84), 66 + n * 250 + s.chance.uniform(0, 170)
            s.add(
                rect(
                    x,
                    110 - h,
                    s.chance.uniform(14, 34),
                    h,
                    s.chance.choice(("#25414c", "#2f4f58", "#4b4a3a", "#5a3c33")),
                )
            )
    s.add(
        rect(90, 190, 330, 250, "#0d171e"), rect(104, 204, 302, 222, s.linear("#355966", "#1c3440"))
    )
    for n in range(5):
        s.add(
            path(
                f"M112 {250 + n * 36}C180 {220 + n * 40} 260 {300 + n * 20} 398 {236 + n * 38}",
                stroke="#7ea39b",
                stroke_width=1.6,
                opacity=0.8,
            )
        )
    for lamp in (430, 1010):
        s.shade(
            shape([(lamp - 50, 250), (lamp + 50, 250), (lamp + 340, 704), (lamp - 340, 704)]),
            "#f6d99a",
            0.75,
            0.25,
        )
        s.add(
            path(f"M{lamp - 74} 256C{lamp - 60} 196 {lamp + 60} 196 {lamp + 74} 256Z", RUST),
            ellipse(lamp, 256, 74, 9, "#fff0c9"),
            line(lamp, 0, lamp, 206, INK, 4),
        )
    s.add(
        poly(
            [(-20, 700), (1520, 700), (1520, 1010), (-20, 1010)],
            s.linear("#b98a50", "#7a5330", "#41291b"),
        )
    )
    s.shade(box(0, 700, 1500, 60), "#f5d7a0", 0.75, 0)
    for n in range(9):
        s.add(line(0, 740 + n * n * 4, 1500, 736 + n * n * 4.4, "#5b3b22", 1.6, opacity=0.5))

    def drone(x, y, k, colour="#1b2a32"):
        arms = ""
        for dx, dy in ((-110, -34), (110, -34), (-140, 24), (140, 24)):
            arms += line(0, 0, dx, dy, colour, 13) + rect(dx - 10, dy - 20, 20, 24, "#31444d")
            arms += ellipse(dx, dy - 22, 74, 9, "#d8cfb8", opacity=0.55) + line(
                dx - 72, dy - 22, dx + 72, dy - 22, "#26343b", 3
            )
        body = (
            rect(-44, -26, 88, 42, colour, rx=8)
            + rect(-28, -44, 56, 20, RUST, rx=4)
            + rect(34, -14, 22, 20, "#0b1318", rx=3)
            + circle(50, -4, 6, AMBER)
        )
        return moved(ellipse(0, 48, 190, 18, "#2a180d", opacity=0.55) + arms + body, x, y, k)

    s.add(
        drone(1090, 742, 0.72), drone(760, 738, 0.55), drone(1370, 744, 0.5), drone(480, 846, 1.3)
    )
    s.add(
        moved(
            path("M-40 0C-70-60-10-90 30-70S90-10 60 20", stroke="#a8452a", stroke_width=6)
            + path("M-30 10C-60-40 0-70 40-50", stroke="#d9b15a", stroke_width=5),
            960,
            880,
        )
    )
    for n in range(8):
        s.add(
            rect(
                1080 + n * 46, 860 + (n % 3) * 12, 30, 44, s.chance.choice((NAVY, "#394f4a", WINE))
            ),
            rect(1080 + n * 46, 860 + (n % 3) * 12, 30, 8, AMBER),
        )
    s.add(
        moved(
            rect(0, -8, 190, 15, "#20313a", rx=6)
            + rect(186, -4, 46, 7, SAND)
            + line(0, 0, -120, 46, INK, 5),
            780,
            952,
            turn=-8,
        )
    )
    s.floor(820, "#120b08", 0, 0.85)
    s.shade(box(-10, -10, 300, 1020), "#0a1218", 0.8, 0, 0)
    s.shade(box(1210, -10, 300, 1020), "#0a1218", 0, 0.8, 0)
    return s


def minefield() -> Sheet:
    s = Sheet("minefield")
    s.ground("#c9d5cf", "#e7ddc4", "#f0d3a6")
    s.glow(1180, 330, 420, "#fff3d4", 0.85)
    land(s, ridge(s, 400, 50, 0.5), "#a3b0a0")
    land(s, ridge(s, 430, 26, 0.5), "#7d8c76")
    for x in range(30, 1500, 46):
        if s.chance.random() < 0.75:
            s.add(poplar(x, 436, s.chance.uniform(30, 90), "#556654"))
    s.add(
        poly(
            [(-20, 436), (1520, 428), (1520, 1020), (-20, 1020)],
            s.linear("#b9ad72", "#8d8348", "#4f4a2a"),
        )
    )
    lane = [(735, 432), (765, 432), (1180, 1020), (560, 1020)]
    s.add(poly(lane, s.linear("#e6d3a0", "#c8a66a", "#9c7442")))
    for n in range(9):
        t = (n / 8) ** 2
        y = 452 + 560 * t
        for side in (-1, 1):
            x = 750 + side * (22 + 350 * t) + 110 * t
            h = 26 + 190 * t
            s.add(
                line(x, y, x, y - h, "#f2ead8", 2 + 7 * t),
                rect(x - 1 - 3 * t, y - h, 2 + 7 * t, h * 0.3, RUST),
            )
            s.add(
                poly(
                    [(x, y - h * 0.95), (x + side * h * 0.42, y - h * 0.83), (x, y - h * 0.68)],
                    RUST,
                )
            )
    for _ in range(700):
        t = s.chance.random() ** 0.7
        x, y = s.chance.uniform(0, 1500), 445 + 550 * t
        if abs(x - 750 - 110 * t) > 30 + 330 * t:
            s.add(
                line(
                    x,
                    y,
                    x + s.chance.uniform(-8, 12) * t,
                    y - 8 - 60 * t,
                    s.chance.choice(("#d9c988", "#6c6a3a", "#3f4328", "#a79a55")),
                    1 + 2 * t,
                )
            )
    s.add(ellipse(850, 742, 120, 14, "#3d2f1b", opacity=0.5))
    kneel = path(
        "M-30 0L-34-46C-44-70-36-112-8-122C22-128 34-104 34-84L52-58L84-38L80-28L44-40L24-56L22-34L60-30L60 0Z",
        "#2c4440",
    )
    s.add(
        moved(
            kneel
            + ellipse(10, -140, 21, 24, "#35514b")
            + path("M-14-146C-12-176 34-176 34-144L38-124L20-118Z", "#56603c")
            + path("M12-154L40-150L36-120L16-122Z", "#bcd0cc", opacity=0.9)
            + line(82, -34, 196, -6, "#22302f", 6)
            + ellipse(204, -3, 34, 7, "#22302f"),
            800,
            742,
            1.35,
        )
    )
    s.floor(800, "#2c2414", 0, 0.75)
    return s


def along(curve, t):
    """The point at ``t`` (0..1) of a cubic curve, and the curve's direction there in degrees."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    slopes = (-((1 - t) ** 2), (1 - t) * (1 - 3 * t), t * (2 - 3 * t), t**2)
    point, slope = (
        [sum(k * corner[axis] for k, corner in zip(ks, curve, strict=True)) for axis in (0, 1)]
        for ks in (weights, slopes)
    )
    return point, degrees(atan2(slope[1], slope[0]))


def map_lines() -> Sheet:
    s = Sheet("map")
    s.ground("#ece0c6", "#dccba5", angle=40)
    for n in range(13):
        points = ridge(s, 120 + n * 78, 190, 0.55)
        d = "M" + "L".join(f"{x} {y:.0f}" for x, y in points)
        s.add(path(d, stroke="#b59a68", stroke_width=1.6, opacity=0.7))
    for x in range(100, 1500, 200):
        s.add(line(x, 0, x + 30, 1000, "#9aa59a", 1, opacity=0.6))
    for y in range(120, 1000, 200):
        s.add(line(0, y, 1500, y - 40, "#9aa59a", 1, opacity=0.6))
    for x, y, w, h in (
        (220, 240, 180, 110),
        (520, 700, 220, 120),
        (1120, 620, 240, 130),
        (960, 170, 150, 90),
    ):
        points = [
            (
                x + w * s.chance.uniform(-0.15, 0.15) + w * dx,
                y + h * s.chance.uniform(-0.2, 0.2) + h * dy,
            )
            for dx, dy in ((0, 0), (0.5, -0.2), (1, 0.1), (1.1, 0.7), (0.6, 1.1), (0, 0.8))
        ]
        s.add(poly(points, "#9aa77c", opacity=0.75))
    river = "M-20 180C160 260 260 120 420 260S560 520 760 500S980 700 1120 640S1320 840 1540 800"
    s.add(
        path(river, stroke="#6e98a5", stroke_width=32),
        path(river, stroke="#93b7bc", stroke_width=18),
    )
    front = "M640-20C600 120 760 200 700 330S880 520 820 640S980 820 900 1020"
    occupied = front + "L1540 1020L1540-20Z"
    s.grainy(path(occupied, s.linear((0, RUST, 0.55), (0.7, RUST, 0), angle=0)))
    s.add(path(front, stroke=WINE, stroke_width=10))
    for curve in (
        ((640, -20), (600, 120), (760, 200), (700, 330)),
        ((700, 330), (640, 460), (880, 520), (820, 640)),
        ((820, 640), (760, 760), (980, 820), (900, 1020)),
    ):
        for t in (0.16, 0.5, 0.84):
            (x, y), turn = along(curve, t)
            s.add(moved(poly([(-15, 3), (0, 32), (15, 3)], WINE), x, y, turn=turn))
    for x, y in (
        (300, 420),
        (480, 160),
        (560, 600),
        (1010, 340),
        (1240, 470),
        (380, 820),
        (1150, 880),
    ):
        for _ in range(9):
            s.add(
                moved(
                    rect(-6, -5, 13, 9, "#4d4a40"),
                    x + s.chance.gauss(0, 30),
                    y + s.chance.gauss(0, 22),
                    turn=s.chance.choice((0, 20, 75)),
                )
            )
    for x1, y1, x2, y2 in (
        (300, 420, 560, 600),
        (480, 160, 300, 420),
        (560, 600, 380, 820),
        (560, 600, 1010, 340),
    ):
        s.add(line(x1, y1, x2, y2, "#6b5a3f", 4, stroke_dasharray="14 8"))
    for x, y in ((430, 520), (610, 360), (700, 760)):
        s.add(
            path(
                f"M{x - 130} {y + 80}Q{x - 40} {y - 50} {x + 70} {y - 10}",
                stroke=NAVY,
                stroke_width=9,
            ),
            moved(poly([(0, -17), (34, 0), (0, 17)], NAVY), x + 66, y - 12, turn=14),
        )
        s.add(circle(x - 132, y + 82, 12, NAVY))
    s.add(
        moved(rect(-244, -10, 470, 26, INK, opacity=0.28), 362, 902, turn=-16),
        moved(
            rect(-220, -13, 400, 26, AMBER)
            + rect(-250, -13, 34, 26, RUST)
            + poly([(180, -13), (232, 0), (180, 13)], SAND)
            + poly([(214, -5), (232, 0), (214, 5)], INK),
            350,
            880,
            turn=-16,
        ),
    )
    s.shade(box(-10, -10, 1520, 1020), "#3b2a17", 0, 0.42, 52)
    s.glow(330, 160, 620, "#fff6de", 0.6)
    return s
