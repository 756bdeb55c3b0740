"""Where people wait: trains, stations, cellars."""

# ruff: noqa: E501 - the data of a path reads worse when wrapped

from demo.draw.built import between, room, skyline
from demo.draw.paper import (
    AMBER,
    INK,
    RUST,
    STEEL,
    Sheet,
    box,
    circle,
    ellipse,
    line,
    path,
    poly,
    rect,
    shape,
)
from demo.draw.people import child, figure


def evacuation_train() -> Sheet:
    s = Sheet("train")
    s.ground("#152836", "#35505f", "#8a8782", "#d5a583")
    s.glow(700, 520, 520, "#f6d3a0", 0.7, 0.6)
    skyline(s, 560, 20, 90, "#3b4a55")
    vanish = (690, 540)
    s.add(poly([(-20, 1020), (-20, 780), vanish, (560, 1020)], "#1b252c"))
    for n in range(4):
        s.add(line(vanish[0] - 4, vanish[1], -40 + n * 150, 1010, "#8d8176", 2 + n))
    s.add(
        poly(
            [(1520, 1020), (560, 1020), vanish, (1520, 760)],
            s.linear("#8b7f78", "#5c5a5c", "#2b3138"),
        )
    )
    s.add(poly([(560, 1020), (620, 1020), (694, 544), vanish], "#e3c37a"))
    near_top, near_low = (-20, 120), (-20, 900)
    far_top, far_low = (672, 492), (672, 556)
    s.add(poly([near_top, far_top, far_low, near_low], s.linear("#3f6a78", "#1c3947")))
    s.add(poly([(-20, 80), (672, 484), far_top, near_top], "#122530"))
    s.add(
        poly(
            [
                between(near_top, near_low, 0.66),
                between(far_top, far_low, 0.66),
                between(far_top, far_low, 0.76),
                between(near_top, near_low, 0.76),
            ],
            AMBER,
        )
    )
    for n in range(13):
        a = 1 - 0.8**n
        b = 1 - 0.8**n * 0.86
        corners = [
            between(between(near_top, far_top, k), between(near_low, far_low, k), v)
            for k, v in ((a, 0.2), (b, 0.2), (b, 0.55), (a, 0.55))
        ]
        door = n in (2, 6)
        s.add(poly(corners, "#13242d" if door else "#f4d391"))
        if door:
            s.add(
                poly(
                    [
                        between(between(near_top, far_top, k), between(near_low, far_low, k), v)
                        for k, v in ((a, 0.2), (b, 0.2), (b, 0.98), (a, 0.98))
                    ],
                    "#f0c77a",
                )
            )
        elif n < 8:
            (x1, _), (x2, y2) = corners[0], corners[2]
            h = (corners[3][1] - corners[0][1]) * 0.72
            s.add(figure((x1 + x2) / 2, y2 + h * 0.62, h * 1.35, "#5a3a2a", "sit", n % 2 == 0))
    s.shade(
        shape([(0, 900), (672, 556), (900, 700), (560, 1020), (0, 1020)]), "#f3cd86", 0.5, 0, 60
    )
    s.add(
        poly([(1520, -20), (1520, 150), (760, 470), (760, 458), (700, 468), (1100, -20)], "#101d26")
    )
    for x, top, base, w in (
        (1330, 226, 950, 26),
        (1050, 346, 760, 15),
        (905, 408, 664, 9),
        (825, 442, 612, 6),
    ):
        s.add(rect(x, top, w, base - top, "#101d26"))
        s.soft(x - w * 2.6, top + w * 2, w * 6, "#ffe2a6", 0.85)
    people = (
        (760, 640, 118, "skirt", "suitcase", "scarf"),
        (850, 668, 140, "coat", "rucksack", "cap"),
        (700, 612, 92, "coat", "", ""),
        (955, 740, 190, "skirt", "", "scarf"),
        (1120, 850, 270, "walk", "rucksack", "cap"),
    )
    for x, y, h, pose, bag, hat in people:
        s.add(
            ellipse(x + h * 0.3, y, h * 0.42, h * 0.04, INK, opacity=0.5),
            figure(x, y, h, "#111b22", pose, x != 850, bag, hat),
        )
    s.add(child(1010, 744, 110, "#111b22"), child(1205, 856, 150, "#161f26", True))
    s.add(figure(1010, 940, 350, "#0c141a", "skirt", True, "suitcase", "scarf"))
    s.floor(780, "#080e13", 0, 0.85)
    return s


def metro_shelter() -> Sheet:
    s = Sheet("metro")
    s.ground("#1a2b33", "#2a3d42")
    room(
        s,
        (520, 330, 460, 240),
        s.linear("#8c7a60", "#4c443c"),
        s.linear("#27373c", "#5d6a63"),
        s.linear("#47615f", "#9aa08a", angle=0),
        s.linear("#9aa08a", "#3f5857", angle=0),
        "#c9b98f",
    )
    s.add(
        path("M520 450C520 300 980 300 980 450L980 570L520 570Z", "#3a4a4a"),
        path("M600 570V470C600 400 900 400 900 470V570Z", "#16252b"),
    )
    s.glow(750, 380, 520, "#ffeec2", 0.75, 0.6)
    for n in range(7):
        t = 1 - 0.66**n
        for side in (0, 1):
            top, low = ((0, 0), (0, 1000)) if side == 0 else ((1500, 0), (1500, 1000))
            far_top, far_low = ((520, 330), (520, 570)) if side == 0 else ((980, 330), (980, 570))
            x, y1 = between(top, far_top, t)
            _, y2 = between(low, far_low, t)
            w = 120 * (1 - t) + 8
            x += 60 * (1 - t) * (1 if side == 0 else -1)
            y1, y2 = y1 + (y2 - y1) * 0.06, y2 - (y2 - y1) * 0.1
            s.add(
                rect(x - w / 2, y1, w, y2 - y1, "#d8c8a0"),
                rect(x - w * 0.66, y1, w * 1.32, w * 0.35, "#efe2c0"),
            )
            s.shade(
                box(x - w / 2, y1, w, y2 - y1),
                "#2b3430",
                0.85 if side == 0 else 0,
                0 if side == 0 else 0.85,
                0,
            )
    for n in range(6):
        t = 1 - 0.62**n
        y, w = 130 + 210 * t, 90 * (1 - t) + 6
        s.soft(750, y, w * 3, "#fff2cc", 0.7, 0.5)
        s.add(ellipse(750, y, w, w * 0.26, "#fffaf0"))
    rows = (
        (600, 590, 44),
        (690, 600, 46),
        (850, 596, 46),
        (560, 660, 78),
        (660, 668, 80),
        (830, 662, 80),
        (930, 668, 80),
    )
    for x, y, h in rows:
        s.add(
            ellipse(x, y, h * 0.5, h * 0.09, INK, opacity=0.45),
            figure(x, y, h * 1.35, "#26343a", "sit", s.chance.random() < 0.5),
        )
    for x, y, h, colour, flip in (
        (420, 800, 190, "#4a2e2c", False),
        (590, 820, 200, "#1f3a42", True),
        (900, 806, 196, "#3c3f2c", False),
        (1070, 826, 204, "#16242c", True),
    ):
        s.add(
            rect(x - h * 0.5, y - 12, h, 26, s.chance.choice((RUST, "#8a7a52", STEEL)), rx=8),
            figure(x, y, h * 1.25, colour, "sit", flip, hat="scarf" if flip else ""),
        )
    s.add(child(735, 838, 150, "#7a3d2b"), child(790, 846, 130, "#c98d35", True))
    s.add(
        figure(190, 980, 470, "#111c23", "coat", hat="cap"),
        figure(1330, 990, 480, "#0f1a20", "skirt", True, hat="scarf"),
    )
    s.add(poly([(240, 990), (330, 936), (430, 970), (330, 1010)], "#6a5a3c"))
    s.floor(780, "#0a1115", 0, 0.85)
    return s


def basement_class() -> Sheet:
    s = Sheet("class")
    room(
        s,
        (330, 210, 840, 400),
        s.linear("#8a6a48", "#4e3a2a"),
        s.linear("#27302f", "#59625a"),
        s.linear("#3f5450", "#7d8a78", angle=0),
        s.linear("#7d8a78", "#3a4e4b", angle=0),
        "#a9ac90",
    )
    for n in range(3):
        s.add(
            line(0, 60 + n * 40, 330, 228 + n * 14, "#a35b3a" if n == 1 else "#6f7a70", 12 - n * 2),
            line(330, 228 + n * 14, 1170, 228 + n * 14, "#a35b3a" if n == 1 else "#6f7a70", 8),
        )
    s.add(rect(450, 290, 520, 240, "#6b4a2d"), rect(462, 302, 496, 216, "#1f4a43"))
    s.add(
        *(
            path(
                f"M{500 + n * 5} {348 + n * 44}q40-22 80 0t80 0t{60 + n * 30} 0",
                stroke="#e9e2c8",
                stroke_width=4,
                opacity=0.85,
            )
            for n in range(3)
        )
    )
    s.add(
        circle(850, 400, 52, "none", stroke="#e9e2c8", stroke_width=4),
        line(850, 400, 886, 364, "#e9e2c8", 4),
        line(798, 400, 902, 400, "#e9e2c8", 3),
    )
    for x in (500, 1000):
        s.add(
            line(x, 0, x, 110, INK, 3),
            poly([(x - 20, 110), (x + 20, 110), (x + 70, 150), (x - 70, 150)], "#22302f"),
        )
        s.glow(x, 170, 430, "#ffe9b2", 0.7, 0.9)
        s.add(ellipse(x, 152, 66, 9, "#fff7dc"))
    s.add(
        figure(1040, 650, 330, "#5a2b26", "skirt", True, hat="scarf"),
        line(1000, 500, 912, 430, "#5a2b26", 16),
    )
    seats = []
    for row, (y, h, count) in enumerate(((700, 120, 5), (810, 170, 4), (960, 240, 3))):
        for n in range(count):
            x = 750 + (n - (count - 1) / 2) * (180 + row * 120)
            seats.append((x, y, h))
    for x, y, h in seats:
        w = h * 0.95
        coat = s.chance.choice(("#b2562f", "#2c5560", "#c99436", "#6c3439", "#46573c", "#1f3a44"))
        hair = s.chance.choice(("#2a1c16", "#5b3a20", "#8a5a2c", "#171d22"))
        s.add(
            path(
                f"M{x - w * 0.42} {y}C{x - w * 0.44} {y - h * 0.42} {x - w * 0.2} {y - h * 0.5} {x} {y - h * 0.5}S{x + w * 0.44} {y - h * 0.42} {x + w * 0.42} {y}Z",
                coat,
            )
        )
        s.add(ellipse(x, y - h * 0.66, h * 0.2, h * 0.24, hair))
        if s.chance.random() < 0.5:
            s.add(
                ellipse(x - h * 0.14, y - h * 0.44, h * 0.06, h * 0.2, hair),
                ellipse(x + h * 0.14, y - h * 0.44, h * 0.06, h * 0.2, hair),
            )
        s.add(
            poly(
                [
                    (x - w * 0.72, y - 6),
                    (x + w * 0.72, y - 6),
                    (x + w * 0.8, y + h * 0.14),
                    (x - w * 0.8, y + h * 0.14),
                ],
                "#c08a4e",
            ),
            rect(x - w * 0.8, y + h * 0.14, w * 1.6, h * 0.07, "#6d4624"),
        )
        s.shade(box(x - w * 0.44, y - h * 0.5, w * 0.88, h * 0.5), "#12191c", 0, 0.7)
    s.floor(820, "#140f0c", 0, 0.8)
    return s
