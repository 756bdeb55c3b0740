"""Books and music."""

# ruff: noqa: E501 - the data of a path reads worse when wrapped

from math import cos, pi, sin

from demo.draw.built import (
    room,
)
from demo.draw.paper import (
    NAVY,
    PINE,
    RUST,
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


def library_windows() -> Sheet:
    s = Sheet("library")
    room(
        s,
        (470, 200, 560, 420),
        s.linear("#8f6a42", "#4a3522"),
        s.linear("#2c2a26", "#6a5b46"),
        "#3a2b20",
        "#3a2b20",
        "#5a4632",
    )
    for left in (True, False):
        for n in range(4):
            a, b = 1 - 0.58**n, 1 - 0.58**n * 0.64

            def at(k, v, left=left):
                x = (470 if left else 1030) * k + (0 if left else 1500) * (1 - k)
                top, low = 200 * k, 1000 * (1 - k) + 620 * k
                return x, top + (low - top) * v

            s.add(poly([at(a, 0.06), at(b, 0.06), at(b, 0.97), at(a, 0.97)], "#241912"))
            for shelf in range(6):
                v1, v2 = 0.09 + shelf * 0.147, 0.09 + shelf * 0.147 + 0.128
                k = a + (b - a) * 0.04
                while k < b - (b - a) * 0.05:
                    w = (b - a) * s.chance.uniform(0.035, 0.075)
                    short = s.chance.uniform(0, 0.035)
                    s.add(
                        poly(
                            [
                                at(k, v1 + short),
                                at(min(k + w, b), v1 + short),
                                at(min(k + w, b), v2),
                                at(k, v2),
                            ],
                            s.chance.choice(
                                (
                                    "#8d3f2b",
                                    "#2c5560",
                                    "#b98a3e",
                                    "#5a2f33",
                                    "#4d5a3c",
                                    "#c9b78c",
                                    "#1f3a44",
                                    "#7a5534",
                                )
                            ),
                        )
                    )
                    k += w
                s.add(poly([at(a, v2), at(b, v2), at(b, v2 + 0.014), at(a, v2 + 0.014)], "#7a5534"))
    s.shade(shape([(0, 0), (470, 200), (470, 620), (0, 1000)]), "#120c08", 0.85, 0, 0)
    s.shade(shape([(1500, 0), (1030, 200), (1030, 620), (1500, 1000)]), "#120c08", 0, 0.85, 0)
    s.add(path("M590 620V340C590 230 910 230 910 340V620Z", "#f8e8bd"))
    s.glow(750, 420, 420, "#fff7df", 0.9)
    pane = s.clip(path("M590 620V340C590 230 910 230 910 340V620Z", "#000"))
    tape = "".join(
        line(x1, y1, x2, y2, "#c9a468", 11)
        for x1, y1, x2, y2 in (
            (590, 260, 750, 450),
            (750, 260, 590, 450),
            (750, 260, 910, 450),
            (910, 260, 750, 450),
            (590, 440, 750, 620),
            (750, 440, 590, 620),
            (750, 440, 910, 620),
            (910, 440, 750, 620),
        )
    )
    s.add(
        group(tape, clip_path=pane),
        line(750, 250, 750, 620, "#5a4128", 12),
        line(590, 442, 910, 442, "#5a4128", 12),
        path("M590 620V340C590 230 910 230 910 340V620Z", stroke="#4a3320", stroke_width=16),
    )
    s.shade(shape([(590, 622), (910, 622), (1180, 1010), (320, 1010)]), "#fbe7b4", 0.85, 0.1)
    s.add(
        poly([(520, 800), (980, 800), (1060, 900), (440, 900)], "#8a5a30"),
        rect(440, 898, 620, 24, "#4a2e18"),
        rect(480, 922, 24, 90, "#2c1b0f"),
        rect(996, 922, 24, 90, "#2c1b0f"),
    )
    s.add(path("M640 852L740 838L752 846L764 838L860 852L860 862L752 856L640 862Z", "#f7eed6"))
    for x, n in ((560, 4), (940, 3)):
        s.add(
            *(
                rect(x - 44 + (k % 2) * 8, 838 - k * 17, 86, 15, (RUST, NAVY, "#c49a4a", PINE)[k])
                for k in range(n)
            )
        )
    s.add(
        path("M668 800C660 716 700 690 748 688S836 716 830 800Z", "#13202a"),
        ellipse(749, 648, 30, 38, "#2a1a12"),
        path(
            "M716 648C714 600 784 600 782 648C790 690 770 690 749 690S708 690 716 648Z", "#1d120c"
        ),
    )
    s.floor(860, "#0c0704", 0, 0.8)
    return s


def orchestra() -> Sheet:
    s = Sheet("orchestra")
    s.ground("#1a1412", "#3a2119", "#5a3120")
    for n in range(9):
        s.add(
            path(
                f"M{n * 190 - 60} -20C{n * 190 - 20} 200 {n * 190 - 70} 360 {n * 190 - 40} 560L{n * 190 + 120} 560C{n * 190 + 90} 360 {n * 190 + 140} 200 {n * 190 + 110}-20Z",
                "#6d2a24" if n % 2 else "#5a211e",
            )
        )
    s.shade(box(-10, -10, 1520, 580), "#120a09", 0.85, 0)
    for x, w in ((750, 300), (360, 220), (1140, 220)):
        s.shade(
            shape([(x - 20, -20), (x + 20, -20), (x + w, 620), (x - w, 620)]), "#fbe3ac", 0.75, 0.18
        )
    s.add(ellipse(750, 760, 1000, 220, s.linear("#c98d4a", "#7a4a24")))
    s.glow(750, 640, 620, "#fff0c6", 0.7, 0.35)

    def player(x, y, k, colour, flip):
        svg = (
            path("M-26 0C-30-60-24-86 0-90C24-86 30-60 26 0Z", colour)
            + ellipse(0, -106, 13, 16, "#c58b62")
            + path("M-14-108C-16-130 16-130 14-108C8-118-8-118-14-108Z", "#1c1310")
        )
        svg += (
            moved(
                ellipse(0, 0, 22, 9, "#b5652c") + rect(20, -2, 30, 4, "#2a1710"), 14, -78, turn=-18
            )
            + line(4, -96, 62, -62, "#f0e2c0", 2.4)
            + poly([(-2, -70), (34, -84), (36, -74), (6, -58)], colour)
        )
        return moved(svg, x, y, k, flip)

    for ring, (rx, ry, cy, k, count) in enumerate(
        ((560, 70, 590, 0.95, 13), (640, 120, 660, 1.2, 13), (720, 170, 740, 1.5, 11))
    ):
        for n in range(count):
            a = pi * (1.04 + 0.92 * n / (count - 1)) if ring == 0 else pi * (1.0 + n / (count - 1))
            x, y = 750 + rx * cos(a), cy + ry * sin(a) + 70
            if abs(x - 750) < 90 and ring > 0:
                continue
            s.add(
                ellipse(x, y, 40 * k, 7 * k, "#2a160c", opacity=0.55),
                player(x, y, k, ("#141a1f", "#1d252b", "#10161a")[n % 3], x > 750),
            )
            if ring:
                sx = x + (70 if x < 750 else -70) * k
                s.add(
                    line(sx, y + 8, sx, y - 50 * k, "#22130c", 3),
                    poly(
                        [
                            (sx - 22 * k, y - 74 * k),
                            (sx + 22 * k, y - 74 * k),
                            (sx + 20 * k, y - 44 * k),
                            (sx - 20 * k, y - 44 * k),
                        ],
                        "#f6ead0",
                    ),
                )
    s.add(rect(650, 880, 200, 140, "#3a2213"), rect(640, 870, 220, 18, "#a06a36"))
    s.add(
        path("M690 880L700 700C670 640 690 600 750 596S830 640 800 700L812 880Z", "#0a0e11"),
        ellipse(750, 556, 30, 38, "#17100d"),
        path("M716 640C660 600 620 560 590 500L606 490C650 540 700 580 740 610Z", "#0a0e11"),
        path("M784 640C850 620 890 570 916 506L900 498C866 550 830 580 770 606Z", "#0a0e11"),
        line(906, 502, 960, 420, "#f7ecd2", 4),
        circle(598, 494, 12, "#c58b62"),
        circle(908, 502, 12, "#c58b62"),
    )
    for n in range(15):
        x = -20 + n * 110 + (n % 2) * 20
        if abs(x - 750) > 150:
            s.add(
                path(
                    f"M{x - 62} 1010C{x - 62} 950 {x - 30} 936 {x} 934S{x + 62} 950 {x + 62} 1010Z",
                    "#080606",
                ),
                ellipse(x, 912, 25, 32, "#080606"),
            )
    s.floor(880, "#050303", 0, 0.75)
    return s
