"""Fields, hills and roads."""

# ruff: noqa: E501 - the data of a path reads worse when wrapped

from demo.draw.nature import cloud, fir, land, poplar, ridge, smoke, stalks
from demo.draw.paper import (
    AMBER,
    INK,
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


def harvest_smoke() -> Sheet:
    s = Sheet("harvest")
    s.ground("#6f98a0", "#a9bfb4", "#efdcb0", "#f3cf86")
    s.glow(250, 500, 560, "#fff0c4", 0.8, 0.7)
    smoke(s, 1120, 548, 560, 240, "#4a5258", "#d08a5c")
    land(s, ridge(s, 545, 40, 0.4), "#8b9a78")
    land(s, ridge(s, 568, 24, 0.4), "#66754f")
    for x in range(40, 620, 34):
        s.add(poplar(x, 572, s.chance.uniform(40, 76), "#43573f"))
    land(s, ridge(s, 590, 14, 0.3), s.linear("#e9bf62", "#d99b36", "#9c6524"))
    s.shade(shape([(0, 600), (1500, 590), (1500, 700), (0, 680)]), "#f7df9c", 0.7, 0)
    combine = (
        rect(0, -74, 120, 50, RUST)
        + rect(86, -112, 44, 44, "#2a3c45")
        + rect(92, -106, 32, 30, "#b9d0cc")
        + rect(-10, -66, 30, 34, WINE)
        + circle(30, -18, 19, INK)
        + circle(104, -22, 25, INK)
        + circle(104, -22, 9, SAND)
        + poly([(130, -40), (182, -26), (190, 2), (150, 4)], WINE)
        + rect(142, -2, 66, 8, INK)
        + line(10, -76, -26, -104, RUST, 9)
    )
    s.soft(560, 690, 210, "#f4dfae", 0.8, 0.4)
    s.add(moved(combine, 600, 724, 1.5))
    s.shade(shape([(560, 716), (900, 716), (1010, 780), (500, 780)]), "#5a3516", 0.7, 0)
    stalks(s, 700, 985, ("#f2d283", "#e0aa48", "#b97b2c", "#8a571f"), 900)
    s.floor(820, "#4a2a12", 0, 0.75)
    return s


def sunflowers() -> Sheet:
    s = Sheet("sunflowers")
    s.ground("#557f8b", "#9fb9ae", "#ecd9a8", "#f0c074")
    s.glow(420, 430, 560, "#fff2c8", 0.85, 0.8)
    cloud(s, 1080, 240, 760, 150, "#e6e0cc", 0.8)
    land(s, ridge(s, 505, 60, 0.5), "#7f9378")
    land(s, ridge(s, 535, 30, 0.5), "#556c4d")
    s.add(rect(-10, 535, 1520, 480, s.linear("#6c7440", "#3d4f30", "#1d2c22")))

    def flower(x, y, r, turn):
        petals = "".join(
            moved(
                path(
                    f"M0 0C{r * 0.34} {-r * 0.5} {r * 0.22} {-r * 1.1} 0 {-r * 1.25}C{-r * 0.22} {-r * 1.1} {-r * 0.34} {-r * 0.5} 0 0Z",
                    s.chance.choice(("#eeae34", "#f5c552", "#d98f25")),
                ),
                turn=n * 360 / 17 + s.chance.uniform(-7, 7),
            )
            for n in range(17)
        )
        heart = (
            circle(0, 0, r * 0.62, "#4a2a17")
            + circle(-r * 0.08, -r * 0.06, r * 0.44, "#6e421f")
            + circle(-r * 0.12, -r * 0.1, r * 0.22, "#8e5f2c")
        )
        return moved(moved(petals + heart, turn=turn), x, y)

    for row in range(9):
        t = (row / 8) ** 1.7
        y, size = 552 + 330 * t, 7 + 74 * t
        step = size * 2.5 + 4
        x = -20 + s.chance.uniform(0, step)
        while x < 1540:
            fx, fy = (
                x + s.chance.uniform(-0.3, 0.3) * step,
                y + s.chance.uniform(-0.35, 0.35) * size,
            )
            if row > 3:
                s.add(line(fx, fy, fx + size * 0.2, fy + 300 * t + 40, "#2f4528", 2 + 9 * t))
                for side in (-1, 1):
                    s.add(
                        moved(
                            path("M0 0C30-30 80-26 104 6C70 26 26 22 0 0Z", "#3f5a32"),
                            fx + 4,
                            fy + size * 1.7,
                            size / 70,
                            side < 0,
                            14,
                        )
                    )
            s.add(
                flower(fx, fy, size * 0.8, s.chance.uniform(0, 30))
                if row > 2
                else ellipse(fx, fy, size, size * 0.7, "#e0a53a")
                + ellipse(fx, fy, size * 0.4, size * 0.3, "#5d3a1d")
            )
            x += step
        if row < 8:
            s.shade(box(-10, y, 1520, 60 + 60 * t), "#22341f", 0.08, 0.42)
    s.floor(800, "#0f1a14", 0, 0.85)
    return s


def carpathian_ridge() -> Sheet:
    s = Sheet("carpathian")
    s.ground("#7ba0a8", "#c9d2c4", "#f2dcb4", "#f0bf92")
    s.glow(1010, 380, 520, "#fff3d2", 0.9, 0.8)
    s.add(circle(1010, 372, 46, "#fff6e2"))
    for base, height, colour in (
        (470, 150, "#b9bdb0"),
        (540, 170, "#93a5a2"),
        (630, 190, "#6a878a"),
        (735, 200, "#456a72"),
        (850, 200, "#2a4d56"),
    ):
        outline = land(s, ridge(s, base, height, 0.52), colour)
        s.shade(outline, "#f3dfbd", 0, 0.55)

    points = ridge(s, 960, 150, 0.5)
    land(s, points, "#142e36")
    for x, y in points[::2]:
        s.add(
            fir(
                s,
                x + s.chance.uniform(-8, 8),
                y + 40,
                s.chance.uniform(90, 200),
                s.chance.choice(("#142e36", "#0f252d", "#193841")),
            )
        )
    hut = (
        rect(-46, -40, 92, 44, "#3a2a22")
        + poly([(-60, -38), (0, -92), (60, -38)], "#1d1512")
        + rect(-12, -24, 22, 20, AMBER)
    )
    s.add(moved(hut, 400, 800, 0.9))
    s.soft(400, 786, 60, AMBER, 0.4)
    smoke(s, 424, 728, 190, 90, "#d9d8cc", "#fff4df", 0.22)
    s.floor(880, "#0a1a20", 0, 0.8)
    return s


def village_road() -> Sheet:
    s = Sheet("road")
    s.ground("#87a5a8", "#cdd2c2", "#eedfbe")
    cloud(s, 380, 300, 900, 190, "#f1ead9", 0.85)
    cloud(s, 1180, 220, 700, 140, "#e5e0d0", 0.7)
    land(s, ridge(s, 560, 40, 0.4), "#9aa68c")
    s.add(rect(-10, 560, 1520, 460, s.linear("#a59a5d", "#7d7440", "#47482c")))
    s.add(
        poly(
            [(735, 560), (765, 560), (1240, 1020), (420, 1020)],
            s.linear("#c9bfa6", "#8c8271", "#5b5348"),
        )
    )
    for n in range(7):
        t = (n / 6) ** 2
        s.add(
            poly(
                [
                    (748 + 34 * t - 2 - 8 * t, 575 + 420 * t),
                    (752 + 34 * t + 8 * t, 575 + 420 * t),
                    (754 + 40 * t + 10 * t, 590 + 470 * t),
                    (746 + 40 * t - 10 * t, 590 + 470 * t),
                ],
                "#efe6d0",
                opacity=0.8,
            )
        )
    for n in range(11):
        t = (n / 10) ** 2.3
        for side in (-1, 1):
            x, y = 750 + side * (40 + 640 * t), 566 + 260 * t
            s.add(ellipse(x + 60 * t, y + 4, 20 + 130 * t, 3 + 12 * t, "#39391f", opacity=0.45))
            s.add(poplar(x, y, 90 + 820 * t, ("#4f6246", "#37503f", "#2a4237")[n % 3], side * 6))
    van = (
        rect(-60, -92, 120, 92, "#f0eadb", rx=10)
        + rect(-48, -84, 96, 38, "#40616b", rx=6)
        + rect(-60, -34, 120, 12, RUST)
        + circle(-44, -18, 9, "#fff3cf")
        + circle(44, -18, 9, "#fff3cf")
        + rect(-54, 0, 24, 14, INK)
        + rect(30, 0, 24, 14, INK)
        + rect(-50, -112, 100, 18, "#7a6a4c")
    )
    s.add(ellipse(805, 776, 90, 12, INK, opacity=0.5), moved(van, 805, 764, 1.0))
    s.floor(760, "#26261a", 0, 0.8)
    return s
