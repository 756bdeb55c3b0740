"""What people build: houses, masts, wires, ships."""

# ruff: noqa: E501 - the data of a path reads worse when wrapped

from itertools import pairwise

from demo.draw.paper import Sheet, group, line, path, poly, rect


def windows(sheet: Sheet, x, y, w, h, columns, rows, dark, lit, share=0.15) -> str:
    """A grid of windows of which a share is lit."""
    svg, cw, rh = [], w / columns, h / rows
    for row in range(rows):
        for column in range(columns):
            fill = lit if sheet.chance.random() < share else dark
            svg.append(
                rect(x + cw * (column + 0.24), y + rh * (row + 0.22), cw * 0.52, rh * 0.56, fill)
            )
    return "".join(svg)


def skyline(
    sheet: Sheet, base, low, high, colour, lit=None, share=0.06, narrow=60, wide=130
) -> None:
    """A row of housing blocks, churches and chimneys cut out of one colour."""
    x = -30.0
    while x < sheet.width + 20:
        w = sheet.chance.uniform(narrow, wide)
        h = sheet.chance.uniform(low, high)
        sheet.add(rect(x, base - h, w + 1, sheet.height - base + h + 20, colour))
        kind = sheet.chance.random()
        if kind < 0.18:
            sheet.add(rect(x + w * 0.4, base - h - 34, 7, 36, colour))
        elif kind < 0.34:
            sheet.add(
                poly([(x, base - h), (x + w / 2, base - h - w * 0.3), (x + w, base - h)], colour)
            )
        elif kind < 0.44:
            sheet.add(line(x + w * 0.7, base - h, x + w * 0.7, base - h - 60, colour, 3))
        if lit:
            columns, rows = max(2, int(w / 17)), max(2, int(h / 24))
            sheet.add(
                windows(sheet, x + 4, base - h + 8, w - 8, h, columns, rows, "none", lit, share)
            )
        x += w + (sheet.chance.uniform(0, 26) if sheet.chance.random() < 0.3 else 0)


def onion_church(x, base, size, colour, gold) -> str:
    """A small church with one dome; ``size`` is its height to the top of the cross."""
    s = size / 100
    body = rect(x - 22 * s, base - 42 * s, 44 * s, 44 * s, colour)
    drum = rect(x - 9 * s, base - 60 * s, 18 * s, 20 * s, colour)
    dome = path(
        f"M{x - 10 * s} {base - 59 * s}C{x - 20 * s} {base - 74 * s} {x - 3 * s} {base - 78 * s} {x} {base - 88 * s}"
        f"C{x + 3 * s} {base - 78 * s} {x + 20 * s} {base - 74 * s} {x + 10 * s} {base - 59 * s}Z",
        gold,
    )
    cross = line(x, base - 88 * s, x, base - 100 * s, gold, 1.6 * s)
    cross += line(x - 4 * s, base - 95 * s, x + 4 * s, base - 95 * s, gold, 1.6 * s)
    return body + drum + dome + cross


def pylon(x, base, height, colour, width=3.0) -> str:
    """A lattice mast with three pairs of arms; wires hang from ``arm_ends``."""
    half, waist, top = height * 0.13, height * 0.035, height * 0.012
    svg = ""
    levels = [(0, half), (0.52, waist), (1, top)]
    for (t1, w1), (t2, w2) in pairwise(levels):
        y1, y2 = base - height * t1, base - height * t2
        for side in (-1, 1):
            svg += line(x + side * w1, y1, x + side * w2, y2, colour, width)
        steps = 4
        for n in range(steps):
            a, b = n / steps, (n + 1) / steps
            wa, wb = w1 + (w2 - w1) * a, w1 + (w2 - w1) * b
            ya, yb = y1 + (y2 - y1) * a, y1 + (y2 - y1) * b
            svg += line(x - wa, ya, x + wb, yb, colour, width * 0.55)
            svg += line(x + wa, ya, x - wb, yb, colour, width * 0.55)
            svg += line(x - wb, yb, x + wb, yb, colour, width * 0.45)
    for ax, ay in arm_ends(x, base, height):
        svg += poly(
            [(x, ay - height * 0.035), (ax, ay), (x, ay + height * 0.008)],
            "none",
            stroke=colour,
            stroke_width=width * 0.8,
        )
        svg += line(ax, ay, ax, ay + height * 0.035, colour, width * 1.1)
    return svg


def arm_ends(x, base, height):
    return [
        (x + side * height * reach, base - height * level)
        for level, reach in ((0.66, 0.16), (0.79, 0.2), (0.92, 0.14))
        for side in (-1, 1)
    ]


def wires(first, second, sag, colour, width=1.6) -> str:
    """Wires between the arms of two pylons, each given as (x, base, height)."""
    svg = ""
    for (x1, y1), (x2, y2) in zip(arm_ends(*first), arm_ends(*second), strict=True):
        y1, y2 = y1 + first[2] * 0.035, y2 + second[2] * 0.035
        mx, my = (x1 + x2) / 2, max(y1, y2) + sag
        svg += path(
            f"M{x1:.0f} {y1:.0f}Q{mx:.0f} {my:.0f} {x2:.0f} {y2:.0f}",
            stroke=colour,
            stroke_width=width,
        )
    return svg


def transformer(x, base, size, body, dark, light) -> str:
    """A transformer tank with radiator fins and three bushings."""
    s = size / 100
    svg = rect(x - 60 * s, base - 70 * s, 120 * s, 70 * s, body)
    svg += rect(x - 60 * s, base - 70 * s, 120 * s, 7 * s, light)
    for n in range(9):
        svg += rect(x - 54 * s + n * 12.4 * s, base - 56 * s, 6.5 * s, 48 * s, dark)
    svg += rect(x - 70 * s, base - 88 * s, 46 * s, 13 * s, body, rx=6 * s)
    for n in range(3):
        bx = x - 6 * s + n * 26 * s
        svg += line(bx, base - 70 * s, bx + n * 3 * s, base - 118 * s, light, 5 * s)
        for k in range(5):
            svg += line(
                bx - 6 * s,
                base - (78 + 8 * k) * s,
                bx + 7 * s,
                base - (78 + 8 * k) * s,
                dark,
                3 * s,
            )
    return svg


def bulk_carrier(x, water, length, hull, deck, light, band) -> str:
    """A grain ship seen from the side, bow to the right; ``water`` is the waterline."""
    u = length / 100
    svg = path(
        f"M{x} {water}l{-1.5 * u} {-8.5 * u}l{14 * u} 0l{1 * u} {1.6 * u}l{70 * u} 0"
        f"l{3 * u} {-2.2 * u}l{9 * u} {-0.6 * u}c{-2 * u} {3 * u} {-4 * u} {6 * u} {-4.5 * u} {9.7 * u}Z",
        hull,
    )
    svg += rect(x - 0.2 * u, water - 1.7 * u, 92 * u, 1.7 * u, band)
    svg += rect(x + 1 * u, water - 16 * u, 11 * u, 8 * u, deck)
    svg += rect(x + 0.5 * u, water - 18 * u, 12 * u, 2.4 * u, light)
    svg += rect(x + 3 * u, water - 22.5 * u, 4 * u, 5 * u, band)
    svg += line(x + 9 * u, water - 18 * u, x + 9 * u, water - 25 * u, deck, 0.5 * u)
    for n in range(5):
        hx = x + (17 + 14 * n) * u
        svg += rect(hx, water - 8.6 * u, 10 * u, 1.9 * u, deck)
        if n < 4:
            svg += line(hx + 12 * u, water - 7 * u, hx + 12 * u, water - 17 * u, deck, 0.7 * u)
            svg += line(hx + 12 * u, water - 16.5 * u, hx + 3 * u, water - 11.5 * u, deck, 0.6 * u)
    return svg


def panel_block(sheet: Sheet, x, top, w, h, columns, rows, wall, dark, lit, share=0.1) -> str:
    """A panel housing block with seams and balconies."""
    cw, rh = w / columns, h / rows
    svg = [rect(x, top, w, h, wall)]
    svg += [
        line(x, top + rh * r, x + w, top + rh * r, dark, 1.2, opacity=0.45) for r in range(rows)
    ]
    svg += [
        line(x + cw * c, top, x + cw * c, top + h, dark, 1, opacity=0.3) for c in range(columns)
    ]
    svg.append(windows(sheet, x, top, w, h, columns, rows, dark, lit, share))
    for column in range(1, columns, 3):
        svg += [
            rect(
                x + cw * column + 2,
                top + rh * (r + 0.55),
                cw - 4,
                rh * 0.34,
                wall,
                stroke=dark,
                stroke_width=1,
            )
            for r in range(rows)
        ]
    return group(*svg)


def flag(x, y, w, h, bands, sheet: Sheet) -> None:
    """A flag hanging in folds from an indoor staff whose top is (x, y)."""
    for n, colour in enumerate(bands):
        x1, x2 = x + w * n / len(bands), x + w * (n + 1) / len(bands)
        sheet.add(
            path(
                f"M{x1} {y}C{x1 + 6} {y + h * 0.5} {x1 - 10} {y + h * 0.8} {x1 - 4} {y + h}"
                f"L{x2 - 2} {y + h * 0.97}C{x2 - 8} {y + h * 0.8} {x2 + 6} {y + h * 0.5} {x2} {y}Z",
                colour,
            )
        )


def room(sheet: Sheet, back, floor, ceiling, left, right, wall):
    """A room in one-point perspective; ``back`` is (x, y, w, h) of its far wall."""
    x, y, w, h = back
    sw, sh = sheet.width, sheet.height
    sheet.add(
        poly([(0, 0), (sw, 0), (x + w, y), (x, y)], ceiling),
        poly([(0, sh), (sw, sh), (x + w, y + h), (x, y + h)], floor),
        poly([(0, 0), (x, y), (x, y + h), (0, sh)], left),
        poly([(sw, 0), (x + w, y), (x + w, y + h), (sw, sh)], right),
        rect(x, y, w, h, wall),
    )


def between(a, b, t):
    """The point at ``t`` (0..1) of the way from a to b."""
    return a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t
