"""Power, ports and prices."""

from demo.draw.built import bulk_carrier, pylon, skyline, transformer, wires
from demo.draw.nature import cloud, land, ridge, ripples, streaks
from demo.draw.paper import (
    AMBER,
    INK,
    NAVY,
    RUST,
    STEEL,
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


def substation_dusk() -> Sheet:
    s = Sheet("substation")
    s.ground("#20394a", "#4f6f7b", "#c58d72", "#efb468", "#f4cf8f")
    s.glow(980, 640, 620, "#ffe1a0", 0.75, 0.6)
    streaks(s, 430, 130, "#7a5a5c", 9, 0.45)
    streaks(s, 540, 60, "#f3c98b", 7, 0.6)
    land(s, ridge(s, 690, 50, 0.5), "#7d5f58")
    far, near, edge = (1230, 730, 250), (860, 800, 430), (210, 930, 800)
    s.add(pylon(*far, "#5a4a4c", 2), wires(far, (1620, 700, 180), 20, "#5a4a4c", 1))
    land(s, ridge(s, 742, 26, 0.5), "#4c4247")
    s.add(wires(near, far, 60, "#3a3a44", 1.4), pylon(*near, "#2b323c", 3))
    s.add(rect(-10, 790, 1520, 230, s.linear("#2f3238", "#12181d")))
    for x, size in ((620, 120), (1010, 150), (1330, 130)):
        s.add(transformer(x, 860, size, "#2c3d45", "#16222a", "#c08a57"))
        s.shade(
            box(x + size * 0.36, 860 - size * 0.7, size * 0.24, size * 0.7), "#f0b268", 0, 0.75, 0
        )
    for x in (480, 790, 1170):
        s.add(line(x, 862, x, 600, "#1d2a32", 7), line(x - 90, 606, x + 90, 606, "#1d2a32", 6))
        for n in (-70, 0, 70):
            s.add(
                line(x + n, 606, x + n, 660, "#a06f4a", 5),
                line(x + n, 660, x + n + 30, 720, "#1d2a32", 1.6),
            )
    s.add(wires(edge, near, 110, "#121a22", 2.4), pylon(*edge, "#0f161d", 5.5))
    for x in range(-10, 1500, 30):
        s.add(line(x, 1000, x, 880, "#0a1015", 2))
    s.add(line(0, 884, 1500, 884, "#0a1015", 3), line(0, 940, 1500, 940, "#0a1015", 2))
    s.add(
        figure(742, 872, 92, "#0f171d", "coat", hat="helmet"),
        figure(780, 874, 88, "#0f171d", "coat", True, hat="helmet"),
    )
    s.soft(764, 800, 60, AMBER, 0.35)
    s.floor(880, "#070b0f", 0, 0.9)
    return s


def grain_ship() -> Sheet:
    s = Sheet("ship")
    s.ground("#5f8794", "#a9bdb4", "#f0cfa6", "#f3b987")
    s.glow(1080, 560, 620, "#fff0cc", 0.9, 0.8)
    s.add(circle(1080, 548, 52, "#fff4d8"))
    cloud(s, 420, 300, 760, 130, "#e9dcc8", 0.75)
    streaks(s, 420, 70, "#f6e4c4", 8, 0.6)
    s.add(rect(-10, 575, 1520, 440, s.linear("#d9a988", "#6f8c92", "#2b505f", "#152e3b")))
    s.shade(box(0, 575, 1500, 70), "#fbe2b6", 0.8, 0)
    s.add(bulk_carrier(1260, 578, 150, "#7b6a6a", "#8d7a74", "#a89286", "#8a4a3c"))
    ripples(s, 582, 960, "#fff0cf", 240, 1080, 230, 0.8)
    ripples(s, 600, 980, "#123040", 170, opacity=0.35)
    s.add(bulk_carrier(190, 690, 760, "#1d3442", "#2a4756", "#efe2c8", RUST))
    s.shade(shape([(180, 692), (880, 692), (840, 800), (240, 790)]), "#0b1c27", 0.85, 0)
    s.add(poly([(180, 690), (900, 690), (930, 697), (160, 698)], "#f6e6cb", opacity=0.8))
    for x, y, k in ((430, 330, 1), (520, 290, 0.8), (590, 350, 0.6), (900, 250, 0.7)):
        s.add(
            moved(path("M-34-6Q-14-22 0 0Q14-22 34-6Q14-12 0 6Q-14-12-34-6Z", "#20323d"), x, y, k)
        )
    s.floor(860, "#0b1d28", 0, 0.85)
    return s


def port_cranes() -> Sheet:
    s = Sheet("cranes")
    s.ground("#1e4257", "#5d8a92", "#d9c6a0", "#eeb277")
    s.glow(300, 640, 560, "#ffe6ae", 0.85, 0.8)
    streaks(s, 330, 130, "#c7b79c", 8, 0.4)
    skyline(s, 720, 20, 80, "#8a8b80")
    s.add(rect(-10, 715, 1520, 320, s.linear("#c59a74", "#4d7079", "#173644")))
    ripples(s, 722, 980, "#ffe6b4", 160, 300, 220, 0.8)

    def crane(x, base, h, colour, width):
        leg, top = h * 0.3, base - h
        svg = "".join(
            line(x + d, base, x + d * 0.82, top + h * 0.12, colour, width)
            for d in (-leg / 2, leg / 2)
        )
        svg += line(x - leg / 2, base - h * 0.34, x + leg / 2, base - h * 0.34, colour, width)
        svg += line(x - leg / 2, base, x + leg * 0.44, base - h * 0.34, colour, width * 0.5)
        svg += line(
            x - h * 0.95, base - h * 0.78, x + h * 0.42, base - h * 0.78, colour, width * 1.4
        )
        svg += line(x - leg * 0.3, base - h * 0.78, x, top - h * 0.16, colour, width) + line(
            x + leg * 0.3, base - h * 0.78, x, top - h * 0.16, colour, width
        )
        for reach in (-0.92, -0.5, 0.4):
            svg += line(x, top - h * 0.15, x + h * reach, base - h * 0.78, colour, width * 0.4)
        svg += rect(x - h * 0.58, base - h * 0.77, h * 0.08, h * 0.06, colour)
        svg += line(
            x - h * 0.54, base - h * 0.72, x - h * 0.54, base - h * 0.42, colour, width * 0.35
        )
        return svg + rect(x + h * 0.12, base - h * 0.9, h * 0.2, h * 0.12, colour)

    s.add(crane(1330, 740, 300, "#66777a", 5), crane(1130, 745, 360, "#4b626a", 7))
    for n, height in enumerate((190, 240, 240, 210)):
        x = 560 + n * 96
        s.add(
            rect(x, 760 - height, 90, height, "#b9a88a"),
            ellipse(x + 45, 760 - height, 45, 16, "#d8c7a2"),
        )
        s.shade(box(x + 30, 764 - height, 60, height - 4), NAVY, 0, 0.8, 0)
    s.add(crane(860, 770, 560, "#1d323d", 12), crane(1260, 800, 690, "#0f1f29", 16))
    s.add(
        poly([(420, 770), (1520, 756), (1520, 1020), (700, 1020)], s.linear("#3a4a4c", "#131d23"))
    )
    colours = (RUST, STEEL, "#8a6a3a", WINE, "#54695e", AMBER)
    for column, stack in enumerate((2, 3, 3, 1, 0, 2, 4, 4, 3, 2, 3, 1)):
        for row in range(stack):
            x, y = 750 + column * 64, 870 - row * 33
            s.add(rect(x, y, 61, 31, s.chance.choice(colours)))
            s.add(
                *(
                    line(x + n * 10, y + 3, x + n * 10, y + 28, INK, 1, opacity=0.35)
                    for n in range(1, 6)
                )
            )
            s.shade(box(x + 26, y, 35, 31), INK, 0, 0.6, 0)
    s.add(bulk_carrier(-330, 900, 720, "#8f3f2b", "#54423c", "#efdfc2", "#26353c"))
    s.shade(shape([(-20, 900), (380, 900), (330, 1000), (-20, 1000)]), "#0c1c25", 0.9, 0.1)
    s.add(
        figure(820, 930, 70, "#0b141a", "coat", hat="helmet"),
        figure(850, 934, 72, "#0b141a", "walk", hat="helmet"),
    )
    s.floor(880, "#08121a", 0, 0.85)
    return s


def falling_chart() -> Sheet:
    s = Sheet("chart")
    s.ground("#12303d", "#1f4a55", "#2f6468")
    for n in range(1, 9):
        s.add(line(0, n * 112, 1500, n * 112, "#6f9892", 1, opacity=0.35))
    for n in range(1, 13):
        s.add(line(n * 120, 0, n * 120, 1000, "#6f9892", 1, opacity=0.2))
    for k, (colour, base) in enumerate((("#2d5c63", 330), ("#3d7270", 450), ("#c98a3a", 590))):
        points, y = [], base
        for n in range(41):
            y += (
                s.chance.gauss(7 if k == 2 else 2, 34)
                - (18 if 12 < n < 17 else 0)
                + (38 if k == 2 and 19 < n < 25 else 0)
            )
            y = 380 - y if y < 190 else 1600 - y if y > 800 else y
            points.append((n * 38.5 - 20, y))
        land(s, points, colour)
        s.shade(
            shape([(points[0][0], 1010), *points, (points[-1][0], 1010)]),
            "#0d1f29" if k < 2 else "#5d2a1d",
            0,
            0.9,
        )
        edge = "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points)
        s.add(
            path(
                edge,
                stroke="#8fb3aa" if k < 2 else "#ffe0a0",
                stroke_width=3 if k < 2 else 8,
                stroke_linejoin="round",
            )
        )
        if k == 2:
            x, y = points[30]
            s.soft(x, y, 130, "#fff0c0", 0.7)
            s.add(
                circle(x, y, 15, "#fff2d0"),
                circle(x, y, 8, RUST),
                line(x, y, x, 1000, "#ffe0a0", 2, stroke_dasharray="7 9"),
            )
    for n in range(24):
        h = s.chance.uniform(20, 150)
        s.add(rect(n * 63 + 10, 1000 - h, 38, h, INK, opacity=0.55))
    s.glow(240, 120, 520, "#8fb8a8", 0.4)
    return s
