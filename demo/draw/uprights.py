"""Pictures taller than wide."""

# ruff: noqa: E501 - the data of a path reads worse when wrapped

from demo.draw.built import pylon, skyline, wires
from demo.draw.nature import land, ridge
from demo.draw.paper import (
    AMBER,
    INK,
    RUST,
    SAND,
    Sheet,
    box,
    circle,
    ellipse,
    line,
    moved,
    path,
    rect,
    shape,
)
from demo.draw.people import bust, figure


def portrait_conductor() -> Sheet:
    s = Sheet("conductor", 1000, 1500)
    s.ground("#1b1110", "#5a2420", "#2b1512")
    for n in range(6):
        s.shade(box(n * 190 - 40, -10, 110, 1520), "#140807", 0, 0.7, 0)
    s.shade(shape([(560, -20), (720, -20), (1120, 1510), (60, 1510)]), "#fbe0a6", 0.8, 0.12)
    s.glow(620, 640, 480, "#fff0c8", 0.55)
    bust(
        s,
        250,
        420,
        3.9,
        "#f0c39a",
        "#94604a",
        "#2a1814",
        "#0d1114",
        style="bun",
        light="#fff2d2",
        collar="#f3ead6",
    )
    s.add(
        path(
            "M640 1500C690 1340 700 1180 760 1040L800 900L842 912L826 1060C800 1240 800 1380 780 1500Z",
            "#0d1114",
        )
    )
    s.add(
        path("M796 912C786 866 806 830 838 834S866 880 846 918Z", "#f0c39a"),
        line(826, 856, 938, 560, "#fbf3de", 7),
        circle(824, 860, 13, "#8a5a2c"),
        rect(792, 900, 56, 26, "#f3ead6"),
    )
    s.floor(1200, "#080404", 0, 0.85)
    return s


def pylon_repair() -> Sheet:
    s = Sheet("pylonrepair", 1000, 1500)
    s.ground("#3f6678", "#9db4b2", "#ead2ae", "#eeb98c")
    s.glow(240, 1060, 560, "#fff2d0", 0.9, 0.8)
    land(s, ridge(s, 1210, 60, 0.5), "#a39a92")
    for x, h in ((770, 190), (880, 130)):
        s.add(pylon(x, 1240, h, "#6d6a6c", 1.6))
    land(s, ridge(s, 1270, 40, 0.5), "#6f7778")
    s.add(
        wires((500, 1500, 1380), (-700, 1500, 1240), 120, "#1b2a33", 3),
        wires((500, 1500, 1380), (1700, 1460, 1200), 130, "#1b2a33", 3),
    )
    land(s, ridge(s, 1380, 60, 0.5), s.linear("#e6e6de", "#8fa2a8"))
    s.add(pylon(500, 1480, 1380, "#14222b", 9))
    for x, y, h, flip in ((556, 398, 150, True), (430, 760, 150, False)):
        s.add(
            figure(x, y, h, "#0e181f", "walk", flip, hat="helmet"),
            ellipse(x, y - h * 0.95, h * 0.1, h * 0.07, RUST),
        )
        s.add(
            rect(x - 12, y - h * 0.62, 24, 22, AMBER),
            path(
                f"M{x} {y - h * 0.5}Q{x + 60} {y - h * 0.2} 500 {y - h * 0.7}",
                stroke=SAND,
                stroke_width=4,
            ),
        )
    truck = (
        rect(0, -70, 120, 50, RUST)
        + rect(120, -56, 50, 40, "#26343b")
        + circle(34, -14, 16, INK)
        + circle(140, -14, 16, INK)
        + line(40, -70, 140, -120, "#26343b", 8)
    )
    s.add(moved(truck, 90, 1440, 0.9))
    for x in (640, 690):
        s.add(figure(x, 1452, 96, "#101b22", "coat", x > 650, hat="helmet"))
    s.floor(1330, "#1a252b", 0, 0.7)
    return s


def bell_tower() -> Sheet:
    s = Sheet("belltower", 1000, 1500)
    s.ground("#2b4d60", "#7f9a9c", "#e7c79a", "#f1b780")
    s.glow(300, 980, 560, "#fff0c6", 0.85, 0.8)
    skyline(s, 1180, 40, 130, "#8a8578")
    skyline(s, 1290, 60, 160, "#4f5a5c", AMBER, 0.05)
    s.add(
        rect(470, 620, 300, 900, "#e6d3a8"),
        rect(450, 600, 340, 34, "#c9ac74"),
        rect(500, 320, 240, 290, "#eddcb4"),
        rect(482, 300, 276, 30, "#c9ac74"),
    )
    for x in (530, 640):
        s.add(
            path(f"M{x} 590V430C{x} 370 {x + 72} 370 {x + 72} 430V590Z", "#233a46"),
            path(
                f"M{x + 36} 420C{x + 14} 430 {x + 20} 480 {x + 6} 500H{x + 66}C{x + 52} 480 {x + 58} 430 {x + 36} 420Z",
                "#a8762f",
            ),
            circle(x + 36, 508, 8, "#6d4a1c"),
        )
    s.add(
        path(
            "M490 302C470 220 560 220 586 130C592 100 606 84 620 60C634 84 648 100 654 130C680 220 770 220 750 302Z",
            "#3f6a5c",
        ),
        path("M596 130H644L640 96H600Z", "#c9993f"),
        circle(620, 52, 15, "#e6b84e"),
        line(620, 50, 620, -6, "#e6b84e", 8),
        line(598, 18, 642, 18, "#e6b84e", 7),
    )
    s.shade(
        shape(
            [
                (620, 60),
                (654, 130),
                (760, 290),
                (740, 600),
                (770, 640),
                (770, 1500),
                (600, 1500),
                (600, 130),
            ]
        ),
        "#24323a",
        0.05,
        0.85,
        0,
    )
    for y in (720, 930, 1140):
        s.add(
            path(
                f"M580 {y + 120}V{y + 30}C580 {y - 14} 660 {y - 14} 660 {y + 30}V{y + 120}Z",
                "#35444a",
            ),
            *(line(570, y + k, 670, y + k - 6, "#7a5a36", 12) for k in (24, 58, 92)),
        )
    for x in (440, 800):
        s.add(line(x, 1500, x, 660, "#3a2f26", 8))
    for y in (760, 900, 1040, 1180, 1320):
        s.add(line(430, y, 810, y, "#3a2f26", 8), line(440, y, 800, y - 140, "#3a2f26", 3.5))
    s.add(
        figure(452, 898, 96, "#1a2226", "coat", hat="helmet"),
        figure(792, 1038, 96, "#1a2226", "coat", True, hat="helmet"),
    )
    for x, y, k in ((240, 420, 1), (330, 360, 0.8), (180, 560, 0.6), (880, 240, 0.8)):
        s.add(
            moved(path("M-34-6Q-14-22 0 0Q14-22 34-6Q14-12 0 6Q-14-12-34-6Z", "#20323d"), x, y, k)
        )
    s.floor(1260, "#141b20", 0, 0.85)
    return s
