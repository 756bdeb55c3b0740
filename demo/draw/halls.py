"""Where the state speaks: lecterns, chambers, courts."""

# ruff: noqa: E501 - the data of a path reads worse when wrapped

from math import cos, pi, sin

from demo.draw.built import (
    flag,
)
from demo.draw.paper import (
    AMBER,
    INK,
    RUST,
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
from demo.draw.people import figure


def briefing_room() -> Sheet:
    s = Sheet("briefing")
    s.ground("#1d3542", "#2b4a57", "#203a46")
    for n in range(8):
        s.add(rect(n * 190 - 10, 0, 2, 760, "#16303c"))
    s.shade(shape([(560, -20), (940, -20), (1240, 760), (260, 760)]), "#f5e2b4", 0.7, 0.1)
    s.add(rect(-10, 760, 1520, 260, s.linear("#6a4f38", "#2a2019")))
    for x, bands in (
        (130, ("#2f6f9a", "#eebd45")),
        (330, ("#2f6f9a", "#eebd45")),
        (1040, ("#24467a",)),
        (1240, ("#2f6f9a", "#eebd45")),
    ):
        s.add(line(x - 12, 90, x + 4, 800, "#c9a25a", 9), circle(x - 12, 84, 13, "#e3c06c"))
        flag(x - 4, 110, 130, 600, bands, s)
        s.shade(f"M{x + 50} 110h76l-6 590h-80Z", INK, 0, 0.75, 0)
    for n in range(12):
        a = n * pi / 6
        s.add(
            moved(
                poly(
                    [
                        (0, -9),
                        (3, -3),
                        (9, -3),
                        (4, 2),
                        (6, 9),
                        (0, 5),
                        (-6, 9),
                        (-4, 2),
                        (-9, -3),
                        (-3, -3),
                    ],
                    AMBER,
                ),
                1096 + 38 * cos(a),
                400 + 46 * sin(a),
            )
        )
    s.add(
        poly([(600, 560), (900, 560), (870, 900), (630, 900)], s.linear("#8f623a", "#5b3a22")),
        rect(580, 534, 340, 34, "#b3814c"),
    )
    s.shade(shape([(760, 566), (900, 566), (870, 900), (750, 900)]), INK, 0, 0.75, 0)
    s.add(
        circle(750, 700, 46, "none", stroke="#e1c27c", stroke_width=5),
        path(
            "M750 668V728M730 676C730 710 740 716 750 716C760 716 770 710 770 676",
            stroke="#e1c27c",
            stroke_width=6,
        ),
    )
    for x, lean, colour in (
        (640, -38, INK),
        (690, -16, RUST),
        (735, 4, INK),
        (775, -6, "#2f6f9a"),
        (820, 22, INK),
        (866, 40, "#6c6f45"),
    ):
        s.add(
            line(x, 540, x + lean, 430, "#0d171d", 5),
            moved(
                rect(-11, -46, 22, 52, colour, rx=10) + rect(-13, -14, 26, 16, "#e8dcc0"),
                x + lean,
                430,
                turn=lean * 0.5,
            ),
        )
    for n in range(9):
        x, h = -40 + n * 196 + s.chance.uniform(-20, 20), s.chance.uniform(230, 290)
        s.add(
            path(
                f"M{x - 100} 1010C{x - 100} {1010 - h * 0.42} {x - 50} {1010 - h * 0.52} {x} {1010 - h * 0.54}S{x + 100} {1010 - h * 0.42} {x + 100} 1010Z",
                "#0b151c",
            ),
            ellipse(x, 1010 - h * 0.72, 42, 54, "#0b151c"),
        )
        if n in (2, 6):
            s.add(
                rect(x + 44, 1010 - h * 0.98, 96, 62, "#070d12", rx=6),
                circle(x + 66, 1010 - h * 0.98 + 30, 24, "#20323c"),
                circle(x + 66, 1010 - h * 0.98 + 30, 10, "#9cc0c0"),
            )
    s.floor(860, "#05090c", 0, 0.8)
    return s


def parliament_hall() -> Sheet:
    s = Sheet("parliament")
    s.ground("#2a3a3c", "#6b6550", "#a98a58")
    s.glow(750, 90, 720, "#fff2cd", 0.9, 0.6)
    for n in range(15):
        a = pi * n / 14
        s.add(line(750, -60, 750 + 980 * cos(a), -60 + 420 * sin(a), "#8a7a55", 2.5, opacity=0.7))
    for r in (200, 420, 640, 860):
        s.add(
            ellipse(750, -60, r, r * 0.44, "none", stroke="#8a7a55", stroke_width=2.5, opacity=0.7)
        )
    s.add(rect(-10, 330, 1520, 300, s.linear("#8f7a54", "#5d4a35")))
    for n in range(13):
        x = 20 + n * 122
        s.add(rect(x, 330, 34, 240, "#d9c08c"), rect(x - 6, 322, 46, 14, "#efdcae"))
        s.shade(box(x + 12, 336, 22, 234), "#3a2c1d", 0.2, 0.85, 0)
    s.add(
        rect(585, 300, 330, 250, WINE),
        rect(585, 300, 330, 10, "#e0b65f"),
        circle(750, 400, 52, "none", stroke="#e0b65f", stroke_width=6),
        path(
            "M750 362V440M722 372C722 416 736 424 750 424C764 424 778 416 778 372",
            stroke="#e0b65f",
            stroke_width=7,
        ),
    )
    s.add()
    for x in (580, 660, 750, 840, 920):
        s.add(figure(x, 584, 92, "#1a2226", "coat"))
    s.add(
        rect(500, 540, 500, 70, "#5a3720"),
        rect(480, 530, 540, 16, "#8e5d33"),
        figure(750, 650, 96, "#12191d", "coat"),
        rect(690, 598, 120, 90, "#6e4527"),
        rect(676, 588, 148, 14, "#a8733f"),
    )
    s.add(rect(-10, 625, 1520, 400, "#33241a"))
    for row in range(6):
        t = row / 5
        rx, ry, cy = 380 + 640 * t, 74 + 130 * t, 625 + 210 * t
        s.add(
            path(
                f"M{750 - rx} {cy - 20}A{rx} {ry} 0 0 0 {750 + rx} {cy - 20}L{750 + rx} {cy + 40 + 40 * t}A{rx} {ry} 0 0 1 {750 - rx} {cy + 40 + 40 * t}Z",
                ("#6b3f2a", "#5c3424", "#7a4a2f")[row % 3],
            )
        )
        seats = 17 + row * 2
        for n in range(seats):
            a = pi * (0.06 + 0.88 * n / (seats - 1))
            if s.chance.random() < 0.16 or abs(a - pi / 2) < 0.09:
                continue
            x, y, k = 750 + rx * cos(a), cy - 20 + ry * sin(a), 20 + 30 * t
            s.add(
                path(
                    f"M{x - k * 0.7} {y}C{x - k * 0.7} {y - k * 0.8} {x + k * 0.7} {y - k * 0.8} {x + k * 0.7} {y}Z",
                    s.chance.choice(("#141c22", "#1d2a33", "#26303a", "#3a2326", "#22352f")),
                )
            )
            s.add(
                ellipse(
                    x,
                    y - k * 0.95,
                    k * 0.32,
                    k * 0.4,
                    s.chance.choice(("#2a1d17", "#4a3322", "#1a1613", "#8d8577")),
                )
            )
            if s.chance.random() < 0.4:
                s.add(
                    poly(
                        [
                            (x - k * 0.4, y + k * 0.1),
                            (x + k * 0.2, y + k * 0.05),
                            (x + k * 0.3, y + k * 0.24),
                            (x - k * 0.3, y + k * 0.28),
                        ],
                        "#efe3c6",
                    )
                )
    s.floor(780, "#0f0a08", 0, 0.85)
    s.shade(box(-10, -10, 320, 1020), "#0f1413", 0.75, 0, 0)
    s.shade(box(1190, -10, 320, 1020), "#0f1413", 0, 0.75, 0)
    return s


def court_room() -> Sheet:
    s = Sheet("court")
    s.ground("#5d4a37", "#7a5f42", "#4b3827")
    for n in range(7):
        s.add(
            rect(20 + n * 215, 120, 190, 480, "#6a4e34"),
            rect(36 + n * 215, 140, 158, 440, "#77593c"),
        )
    for x in (90, 1170):
        s.add(
            rect(x, 60, 220, 430, "#f6e6bd"),
            line(x + 110, 60, x + 110, 490, "#8a6b44", 8),
            line(x, 260, x + 220, 260, "#8a6b44", 8),
        )
    s.glow(200, 280, 360, "#fff3d0", 0.8)
    s.shade(shape([(90, 490), (310, 490), (760, 1010), (240, 1010)]), "#fbe6b4", 0.75, 0.1)
    s.shade(shape([(90, 60), (310, 60), (1000, 640), (700, 760), (90, 490)]), "#fbe6b4", 0.5, 0, 35)
    s.add(
        circle(750, 210, 74, "#8d6b41"),
        path(
            "M750 150V268M704 168H796M704 168L680 226H728ZM796 168L772 226H820Z",
            stroke="#f0d79a",
            stroke_width=6,
        ),
    )
    s.add(
        rect(430, 470, 640, 230, s.linear("#80552f", "#4a2f1a")), rect(410, 452, 680, 26, "#a87643")
    )
    for n in range(5):
        s.add(rect(452 + n * 122, 500, 104, 170, "none", stroke="#3c2614", stroke_width=4))
    for x in (580, 750, 920):
        s.add(rect(x - 60, 240 if x == 750 else 280, 120, 220, "#38231a", rx=16))
        s.add(
            path(
                f"M{x - 74} 456C{x - 76} 380 {x - 40} 362 {x} 358S{x + 76} 380 {x + 74} 456Z",
                "#11161a",
            ),
            poly([(x - 14, 362), (x + 14, 362), (x, 410)], "#efe6cf"),
            ellipse(x, 326, 27, 34, "#9c6a4a"),
            path(
                f"M{x - 30} 326C{x - 34} 280 {x + 34} 280 {x + 30} 326C{x + 16} 304 {x - 16} 304 {x - 30} 326Z",
                "#241a15" if x != 750 else "#8a8274",
            ),
        )
    s.shade(shape([(430, 478), (1070, 478), (1070, 700), (430, 700)]), INK, 0, 0.7, 0)
    s.add(rect(-10, 700, 1520, 320, s.linear("#5a3d26", "#20150d")))
    s.shade(shape([(240, 700), (640, 700), (900, 1010), (300, 1010)]), "#f0cf94", 0.55, 0.1)
    s.add(
        rect(1110, 560, 360, 300, "#b8cfc9", opacity=0.22),
        *(line(1110 + n * 60, 550, 1110 + n * 60, 870, "#1c130c", 6) for n in range(7)),
        line(1110, 556, 1470, 556, "#1c130c", 8),
    )
    s.add(figure(1280, 900, 330, "#0f1418", "coat", True))
    s.add(
        figure(430, 930, 400, "#10171c", "coat"),
        path("M470 700L560 650L566 664L480 726Z", "#10171c"),
        poly([(556, 630), (606, 640), (598, 690), (550, 676)], "#f3ead2"),
    )
    for x in (80, 230, 700, 880):
        s.add(
            path(
                f"M{x - 110} 1010C{x - 110} 900 {x - 50} 884 {x} 880S{x + 110} 900 {x + 110} 1010Z",
                "#0b0f12",
            ),
            ellipse(x, 834, 44, 56, "#0b0f12"),
        )
    s.floor(850, "#070504", 0, 0.8)
    return s
