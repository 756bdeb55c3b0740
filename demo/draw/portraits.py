"""Portraits: flat-shaded profiles against the place where each person works."""

# ruff: noqa: E501 - the data of a path reads worse when wrapped

from demo.draw.built import pylon, wires
from demo.draw.nature import land, poplar, ridge, ripples
from demo.draw.paper import (
    AMBER,
    INK,
    RUST,
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
from demo.draw.people import bust


def portrait_dispatcher() -> Sheet:
    s = Sheet("dispatcher")
    s.ground("#14262f", "#1d3640")
    view = rect(760, -20, 780, 760, s.linear("#35566a", "#8a8a82", "#e0a673", "#f4cd8b"))
    s.add(view)
    s.glow(1180, 560, 460, "#ffe6b2", 0.85, 0.8)
    s.add(
        poly([(760, 640), (980, 610), (1200, 630), (1520, 600), (1520, 740), (760, 740)], "#5d5a58")
    )
    near, far = (1330, 700, 470), (960, 680, 240)
    s.add(
        pylon(*far, "#4a4a4e", 2),
        wires(far, near, 40, "#33383f", 1.6),
        pylon(*near, "#1d2830", 3.6),
    )
    s.add(wires(near, (1800, 720, 640), 60, "#1d2830", 2))
    for x in (752, 1130, 1500):
        s.add(rect(x, -20, 16, 770, "#0e1b22"))
    s.add(rect(740, 734, 800, 24, "#0e1b22"))
    for n in range(3):
        s.add(
            rect(40 + n * 230, 120, 200, 330, "#0d1a20"),
            rect(52 + n * 230, 132, 176, 306, "#17343c"),
        )
        for k in range(6):
            y = 160 + k * 46
            s.add(
                line(60 + n * 230, y, 220 + n * 230, y, "#4f8a84", 2.4),
                circle(
                    80 + n * 230 + s.chance.randint(0, 6) * 20,
                    y,
                    7,
                    s.chance.choice((AMBER, "#7fb8a8", RUST)),
                ),
            )
    s.shade(box(-10, -10, 760, 1020), "#0a1419", 0.85, 0, 90)
    bust(
        s,
        560,
        170,
        3.7,
        "#e3aa7c",
        "#8a5a44",
        "#6f6a64",
        "#1c2f3a",
        light="#ffe0a6",
        glasses=True,
        collar="#c9d2ce",
    )
    s.floor(860, "#070e12", 0, 0.8)
    return s


def portrait_commander() -> Sheet:
    s = Sheet("commander")
    s.ground("#0c171d", "#13242c")
    for row in range(2):
        for n in range(3):
            x, y = 60 + n * 300, 80 + row * 250
            s.add(
                rect(x, y, 270, 215, "#060d11"),
                rect(x + 10, y + 10, 250, 195, s.linear("#4f7a7a", "#20464f")),
            )
            if (row + n) % 2:
                s.add(
                    path(
                        f"M{x + 10} {y + 150}L{x + 90} {y + 100}L{x + 160} {y + 140}L{x + 260} {y + 90}V{y + 205}H{x + 10}Z",
                        "#2c4f45",
                    ),
                    line(x + 30, y + 205, x + 210, y + 60, "#a9b48a", 6),
                )
            else:
                s.add(
                    rect(x + 60, y + 60, 50, 40, "#8a8a66"),
                    rect(x + 150, y + 110, 60, 34, "#6f7a5c"),
                    path(
                        f"M{x + 20} {y + 180}Q{x + 120} {y + 120} {x + 250} {y + 40}",
                        stroke="#c2b98a",
                        stroke_width=9,
                    ),
                )
            cx, cy = x + 135, y + 106
            s.add(
                line(cx - 30, cy, cx - 10, cy, "#f3e6c0", 3),
                line(cx + 10, cy, cx + 30, cy, "#f3e6c0", 3),
                line(cx, cy - 30, cx, cy - 10, "#f3e6c0", 3),
                line(cx, cy + 10, cx, cy + 30, "#f3e6c0", 3),
            )
    s.glow(420, 320, 640, "#9fd0c2", 0.4, 0.8)
    s.shade(box(900, -10, 620, 1020), "#060b0e", 0, 0.85, 0)
    bust(
        s,
        1010,
        150,
        3.8,
        "#bcc9a8",
        "#4d4a3c",
        "#1d1a16",
        "#39442f",
        light="#d6f0dc",
        beard=True,
        cap="field",
        flip=True,
        collar="#2a3324",
    )
    s.floor(840, "#05090b", 0, 0.85)
    return s


def portrait_sappers() -> Sheet:
    s = Sheet("sappers")
    s.ground("#8fb0b3", "#d6d9c4", "#f2dba6")
    s.glow(760, 520, 620, "#fff4d0", 0.9, 0.7)
    land(s, ridge(s, 600, 60, 0.5), "#9fa88a")
    for x in range(20, 1500, 52):
        s.add(poplar(x, 640, s.chance.uniform(50, 120), "#6a7a5c"))
    land(s, ridge(s, 650, 20, 0.4), s.linear("#c9a652", "#7a6a34"))
    for n in range(12):
        x = 40 + n * 130
        s.add(line(x, 760, x, 640, "#f3ead4", 5), poly([(x, 644), (x + 42, 658), (x, 676)], RUST))
    bust(
        s,
        872,
        270,
        3.25,
        "#efbd92",
        "#94604a",
        "#6b3420",
        "#8a3f2c",
        style="bun",
        light="#fff0c8",
        collar="#e6d6b0",
    )
    bust(
        s,
        430,
        180,
        3.5,
        "#dfa176",
        "#7d4f3c",
        "#2a1c14",
        "#3d4a38",
        light="#fff0c8",
        cap="field",
        collar="#2a3326",
    )
    s.floor(840, "#1a1a12", 0, 0.75)
    return s


def portrait_surgeon() -> Sheet:
    s = Sheet("surgeon")
    s.ground("#13333a", "#24545a", "#1a3f45")
    for x, y, r in ((980, 120, 190), (1300, 240, 130)):
        s.add(
            line(x, -20, x, y, "#0d2227", 18),
            ellipse(x, y, r, r * 0.42, "#0d2227"),
            ellipse(x, y + 16, r * 0.92, r * 0.34, "#dfe8dc"),
        )
        s.add(
            *(
                ellipse(x + dx * r, y + 16 + dy * r, r * 0.19, r * 0.08, "#fffdf2")
                for dx, dy in ((0, -0.14), (-0.5, -0.02), (0.5, -0.02), (-0.25, 0.16), (0.25, 0.16))
            )
        )
        s.shade(
            shape([(x - r, y + 20), (x + r, y + 20), (x + r * 2.6, 1010), (x - r * 2.6, 1010)]),
            "#f3f6e6",
            0.55,
            0.05,
        )
    s.add(
        rect(-10, 300, 420, 12, "#3f7378"),
        rect(40, 330, 300, 420, "#17434a"),
        rect(70, 360, 240, 150, "#0c262b"),
    )
    s.add(path("M76 440H130L150 400L176 480L196 440H306", stroke="#8fe0b8", stroke_width=5))
    bust(
        s,
        560,
        150,
        3.8,
        "#e6b48c",
        "#87604c",
        "#2c1f1a",
        "#2f7a78",
        light="#f6fbe8",
        cap="surgeon",
        mask="#a9cfc6",
        collar="#24615f",
    )
    s.floor(820, "#071a1e", 0, 0.8)
    return s


def portrait_minister() -> Sheet:
    s = Sheet("minister")
    s.ground("#4a1f25", "#6d2f30", "#42191f")
    for n in range(8):
        s.shade(box(n * 200 - 20, -10, 110, 1020), "#24090e", 0, 0.6, 0)
    s.shade(shape([(-20, -20), (420, -20), (1100, 1010), (100, 1010)]), "#f2c79a", 0.5, 0.05, 60)
    s.add(rect(1180, 120, 18, 900, "#c9a25a"), circle(1189, 112, 18, "#e3c06c"))
    s.add(
        path(
            "M1200 140C1260 170 1220 420 1270 860L1390 850C1350 420 1400 200 1340 150Z", "#2f6f9a"
        ),
        path(
            "M1290 146C1330 300 1300 600 1340 856L1420 846C1390 500 1430 260 1380 156Z", "#eebd45"
        ),
    )
    s.shade(shape([(1200, 140), (1420, 150), (1430, 860), (1260, 860)]), INK, 0, 0.7, 0)
    bust(
        s,
        900,
        150,
        3.8,
        "#eec09a",
        "#9a6450",
        "#d3b98a",
        "#16212b",
        style="bob",
        light="#ffe9c8",
        flip=True,
        glasses=True,
        collar="#f1e8d6",
    )
    for x, lean in ((280, 20), (350, 34), (420, 46)):
        s.add(
            line(x - lean * 2, 1010, x, 760, "#0d1217", 9),
            moved(
                rect(-20, -86, 40, 96, "#0d1217", rx=18) + rect(-24, -26, 48, 28, "#e8dcc0"),
                x,
                760,
                turn=14,
            ),
        )
    s.floor(860, "#14070a", 0, 0.8)
    return s


def portrait_captain() -> Sheet:
    s = Sheet("captain")
    s.ground("#17303d", "#1d3a48")
    s.add(rect(-20, 120, 1540, 560, s.linear("#7fa4aa", "#d8d6bf", "#f2c690")))
    s.glow(300, 480, 460, "#fff3d2", 0.9, 0.8)
    s.add(rect(-20, 520, 1540, 170, s.linear("#7f979a", "#3d6473")))
    ripples(s, 526, 670, "#fff2cf", 90, 300, 260, 0.75)
    s.add(
        path("M90 690L350 586L480 586L740 690Z", "#7d4236"),
        rect(410, 440, 10, 150, "#2b4a57"),
        line(415, 450, 352, 588, "#2b4a57", 4),
        line(415, 450, 478, 588, "#2b4a57", 4),
    )
    for x in (-10, 420, 850, 1280):
        s.add(rect(x, 100, 34, 600, "#0f212b"))
    s.add(
        rect(-20, 90, 1540, 40, "#0f212b"),
        rect(-20, 676, 1540, 350, s.linear("#1f3540", "#0c181f")),
    )
    for n in range(7):
        s.add(
            rect(60 + n * 80, 740, 56, 40, "#0c181f"),
            circle(88 + n * 80, 760, 8, (AMBER, "#7fb8a8", RUST)[n % 3]),
        )
    bust(
        s,
        960,
        190,
        3.55,
        "#dba078",
        "#7d4c3a",
        "#cfc9bb",
        "#172a3a",
        light="#fff0cf",
        cap="field",
        beard=True,
        flip=True,
        collar="#e9e2d0",
    )
    s.floor(860, "#060d12", 0, 0.8)
    return s
