"""Land, weather and plants."""

# ruff: noqa: E501 - the data of a path reads worse when wrapped

from math import pi, sin

from demo.draw.paper import Sheet, circle, ellipse, group, line, path, poly, shape


def ridge(sheet: Sheet, base, height, rough=0.5, step=12, left=None, right=None):
    """Points of a horizon: a few long waves with small ones on top."""
    waves = [
        (sheet.chance.uniform(0.6, 1.4) * 2**n, sheet.chance.uniform(0, 2 * pi), rough**n)
        for n in range(6)
    ]
    start = -20 if left is None else left
    end = sheet.width + 20 if right is None else right
    points = []
    for x in range(start, end + step, step):
        rise = sum(a * sin(x / sheet.width * 2 * pi * f + p) for f, p, a in waves)
        points.append((x, base - height * (rise + 1) / 2))
    return points


def land(sheet: Sheet, points, fill, depth=None) -> str:
    """Fills the ground below a horizon and returns its outline for shading."""
    bottom = sheet.height + 20 if depth is None else depth
    outline = shape([(points[0][0], bottom), *points, (points[-1][0], bottom)])
    sheet.add(path(outline, fill))
    return outline


def cloud(sheet: Sheet, x, y, width, height, colour, opacity=0.8) -> None:
    """A flat-bottomed bank of cloud, lit or dark by its colour."""
    puffs = []
    for number in range(9):
        t = number / 8
        swell = sin(pi * t) * sheet.chance.uniform(0.55, 1)
        r = height * (0.18 + 0.5 * swell)
        puffs.append(ellipse(x + width * (t - 0.5), y - r * 0.35, r * 1.9, r, colour))
    fill = sheet.linear((0, "#fff", 1), (0.75, "#fff", 0.55), (1, "#fff", 0))
    sheet.defs.append(
        f'<mask id="m{len(sheet.defs)}"><rect x="{x - width}" y="{y - height * 1.2}"'
        f' width="{width * 2}" height="{height * 1.5}" fill="{fill}"/></mask>'
    )
    mask = f"url(#m{len(sheet.defs) - 1})"
    sheet.add(group(*puffs, mask=mask, opacity=opacity))


def streaks(sheet: Sheet, y, spread, colour, count=9, opacity=0.5) -> None:
    """Thin level clouds near a horizon."""
    for _ in range(count):
        w = sheet.chance.uniform(160, 620)
        cx, cy = sheet.chance.uniform(0, sheet.width), y + sheet.chance.uniform(-spread, spread)
        sheet.add(ellipse(cx, cy, w, sheet.chance.uniform(3, 11), colour, opacity=opacity))


def smoke(sheet: Sheet, x, y, height, lean, colour, lit=None, girth=1.0) -> None:
    """A column of smoke that widens and leans with the wind."""
    puffs, lights = [], []
    for number in range(40):
        t = number / 39
        r = girth * (9 + 88 * t**1.2 + sheet.chance.uniform(-7, 9) * (0.4 + t))
        cx = x + lean * t**1.7 + sheet.chance.uniform(-1, 1) * 22 * t * girth
        cy = y - height * t
        puffs.append(circle(cx, cy, r, colour))
        fill = sheet.radial((0, lit or colour, 0.6), (1, lit or colour, 0))
        lights.append(circle(cx - r * 0.45, cy - r * 0.1, r * 0.8, fill))
    fade = sheet.linear((0, "#fff", 0.35), (0.5, "#fff", 0.75), (1, "#fff", 1))
    reach = abs(lean) + 240
    sheet.defs.append(
        f'<mask id="m{len(sheet.defs)}"><rect x="{x - reach}" y="{y - height - 120}"'
        f' width="{reach * 2}" height="{height + 130}" fill="{fade}"/></mask>'
    )
    mask = f"url(#m{len(sheet.defs) - 1})"
    sheet.add(group(*puffs, mask=mask))
    sheet.grainy(group(*lights, mask=mask))


def poplar(x, y, height, colour, lean=0) -> str:
    w = height * 0.11
    return path(
        f"M{x} {y}C{x - w * 1.5} {y - height * 0.25} {x - w} {y - height * 0.8} {x + lean} {y - height}"
        f"C{x + w} {y - height * 0.8} {x + w * 1.5} {y - height * 0.25} {x} {y}Z",
        colour,
    )


def fir(sheet: Sheet, x, y, height, colour) -> str:
    points = [(x, y - height)]
    tiers = 7
    for side in (1, -1):
        edge = []
        for n in range(1, tiers + 1):
            reach = height * 0.035 * n + sheet.chance.uniform(0, height * 0.02)
            level = y - height + height * n / tiers
            edge += [(x + side * reach, level), (x + side * reach * 0.55, level - height * 0.02)]
        points += edge if side == 1 else edge[::-1]
    return poly(points, colour)


def bare_tree(sheet: Sheet, x, y, height, colour, angle=90.0, depth=0) -> str:
    """A leafless tree, grown branch by branch."""
    from_angle = pi * angle / 180
    length = height * (0.34 if depth == 0 else 0.3)
    x2 = x + length * sin(pi / 2 - from_angle)
    y2 = y - length * sin(from_angle)
    svg = line(x, y, x2, y2, colour, max(height * 0.028, 1), stroke_linecap="round")
    if depth < 6:
        for turn in (-1, 1):
            swing = sheet.chance.uniform(12, 34) * turn
            smaller = height * sheet.chance.uniform(0.68, 0.84)
            svg += bare_tree(sheet, x2, y2, smaller, colour, angle + swing, depth + 1)
    return svg


def stalks(sheet: Sheet, top, bottom, colours, count=420) -> None:
    """A crop in rows of ears, taller and sparser towards the reader."""
    marks = []
    for _ in range(count):
        t = sheet.chance.random() ** 0.8
        y = top + (bottom - top) * t
        size = 8 + 60 * t
        x = sheet.chance.uniform(-20, sheet.width + 20)
        lean = sheet.chance.uniform(0.02, 0.3) * size
        colour = sheet.chance.choice(colours)
        marks.append(
            (
                y,
                line(x, y + size, x + lean, y, colour, 0.8 + 2.2 * t)
                + ellipse(
                    x + lean,
                    y - size * 0.1,
                    1 + 3.4 * t,
                    3 + 13 * t,
                    colour,
                    transform=f"rotate(14 {x + lean:.0f} {y:.0f})",
                ),
            )
        )
    sheet.add(*(svg for _, svg in sorted(marks)))


def ripples(
    sheet: Sheet, top, bottom, colour, count=90, centre=None, spread=None, opacity=0.6
) -> None:
    """Light on water: level strokes, longer towards the reader, thickest below the light."""
    for _ in range(count):
        t = sheet.chance.random()
        y = top + (bottom - top) * t
        middle = sheet.width / 2 if centre is None else centre
        reach = (sheet.width if spread is None else spread) * (0.25 + 0.75 * t)
        x = sheet.chance.gauss(middle, reach / 2)
        w = (14 + 90 * t) * sheet.chance.uniform(0.4, 1)
        sheet.add(ellipse(x, y, w, 0.8 + 3.2 * t, colour, opacity=opacity))


def stars(sheet: Sheet, bottom, colour, count=90) -> None:
    for _ in range(count):
        x, y = sheet.chance.uniform(0, sheet.width), sheet.chance.uniform(0, bottom)
        sheet.add(
            circle(
                x,
                y,
                sheet.chance.uniform(0.6, 1.8),
                colour,
                opacity=sheet.chance.uniform(0.25, 0.9),
            )
        )
