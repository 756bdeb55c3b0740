"""People: small standing figures for scenes, large profiles for portraits."""

# ruff: noqa: E501 - the data of a path reads worse when wrapped

from demo.draw.paper import INK, Sheet, circle, ellipse, group, line, moved, path, rect

# All figures stand on (0, 0) and are 100 high.
COAT = "M-10-80C-15-78-16-66-17-52L-19-34L-11-32L-10 0L-2 0L0-30L3 0L11 0L12-32L19-34L16-56C15-70 14-78 9-80Z"
SKIRT = "M-8-80C-13-77-14-66-15-54L-17-42L-13-41L-18-16L-8-15L-8 0L-3 0L-1-15L2-15L4 0L9 0L9-15L18-16L13-41L17-43L14-58C13-70 12-78 8-80Z"
WALK = "M-8-80C-14-77-15-66-14-50L-13-36L-17-2L-9-1L-2-28L8-16L12 0L20-2L15-20L10-38L13-52C13-68 12-77 8-80Z"
SIT = "M-9-58C-15-55-16-44-15-30L-14-18L12-16L13 0L20 0L21-26L8-31C12-44 13-54 8-58Z"


def figure(x, y, height, colour, pose="coat", flip=False, bag="", hat="") -> str:
    """A standing, walking or sitting silhouette; ``height`` is in units of the sheet."""
    body = {"coat": COAT, "skirt": SKIRT, "walk": WALK, "sit": SIT}[pose]
    head = -66 if pose == "sit" else -89
    svg = path(body, colour) + ellipse(0, head, 6.8, 8.2, colour) + rect(-3, head + 5, 6, 7, colour)
    if hat == "cap":
        svg += path(
            f"M-8 {head - 2}C-8 {head - 11} 8 {head - 11} 8 {head - 3}L12 {head - 2}L-8 {head - 1}Z",
            colour,
        )
    elif hat == "helmet":
        svg += path(f"M-10 {head + 3}C-11 {head - 13} 11 {head - 13} 10 {head + 3}Z", colour)
    elif hat == "scarf":
        svg += path(
            f"M-9 {head + 8}C-12 {head - 13} 12 {head - 13} 9 {head + 8}L4 {head + 13}L-5 {head + 13}Z",
            colour,
        )
    if bag == "suitcase":
        svg += rect(16, -24, 20, 24, colour, rx=2) + line(19, -34, 24, -24, colour, 1.6)
    elif bag == "rucksack":
        svg += rect(-22, -78, 14, 30, colour, rx=6)
    elif bag == "rifle":
        svg += line(-12, -42, 13, -74, colour, 3)
    return moved(svg, x, y, height / 100, flip)


def child(x, y, height, colour, flip=False) -> str:
    body = "M-9-66C-14-62-15-50-15-38L-12-37L-11 0L-2 0L0-24L3 0L11 0L12-37L15-38C15-52 14-62 9-66Z"
    return moved(path(body, colour) + circle(0, -80, 13, colour), x, y, height / 100, flip)


# A head of 100 in profile, facing right, above shoulders and chest.
PROFILE = (
    "M30 6C52 1 70 8 76 24C79 32 78.5 36 79 41C79.6 44 78.4 46 79 48C81.5 54 86 60 88.4 64.5"
    "C89.6 67 87.5 68.8 82.6 69.4C81.4 69.6 81 70.6 81.4 72C83 74 84.3 75 84.2 76.6"
    "C84 78 82 78.4 81 79.2C82.8 79.8 83.6 81 83.2 82.6C82.6 84.4 80.4 85 80.4 87"
    "C81.4 90 82.6 92 81 95.4C78.4 100 72 101 66 99.4C60 98 57 99 54.5 102"
)
RIM = "M77.5 33" + PROFILE[PROFILE.index("C79 32") :].replace(
    "C79 32 78.5 36", "C78.4 35 78.8 38", 1
)
BACK = "C14 128 16 118 14 107C11 97 4 88 1 70C-5 40 6 12 30 6Z"
HEAD = PROFILE + "C52 108 52 114 54 124L10 134" + BACK
SHOULDERS = (
    "M54 118C56 128 64 136 80 142C100 150 112 168 116 232L122 440L-68 440L-62 232C-58 180-46 158-20 146"
    "C0 138 10 132 14 116C28 128 42 128 54 118Z"
)
HAIR = {
    "short": "M77 28C66 20 58 24 50 28C46 38 44 46 41 56C37 52 33 54 34 62C34 70 30 78 22 92C10 92 4 84 0 70C-6 38 6 8 32 3C54-2 74 8 77 28Z",
    "bun": "M78 29C64 24 56 34 49 46C42 58 34 66 26 76C20 86 14 92 8 88C4 82 2 78 0 70C-14 74-28 64-26 50C-25 36-12 30-2 36C2 16 18 4 34 2C56-2 74 8 78 29Z",
    "bob": "M78 28C64 26 56 36 52 50C50 64 50 84 44 104C32 112 8 114-4 106C-10 94-4 82-4 66C-8 34 8 4 34 1C56-3 75 8 78 28Z",
}
CAPS = {
    "field": "M-4 44C-8 14 8-6 38-7C62-8 76 4 79 24L100 30C101 35 92 37 80 35C50 36 20 46-4 44Z",
    "surgeon": "M-5 62C-12 18 10-8 38-8C62-8 78 6 79 30C60 36 40 50 34 62C20 76 4 78-5 62Z",
}
BEARD = "M80 88C72 84 60 86 52 76C46 70 44 62 41 58C36 76 40 92 52 102C62 108 78 110 82 98Z"


def bust(
    sheet: Sheet,
    x,
    y,
    scale,
    skin,
    shadow,
    hair,
    coat,
    *,
    style="short",
    light=None,
    flip=False,
    cap=None,
    beard=False,
    glasses=False,
    mask=None,
    collar=None,
) -> None:
    """A flat-shaded profile whose crown is at (x, y), lit from the side it faces."""
    inside = sheet.clip(path(HEAD, "#000"))
    parts = [path(SHOULDERS, coat), path(HEAD, shadow)]
    lit = "M100 0L58 0C50 22 56 40 62 52C58 62 60 78 66 88C62 96 58 96 60 104L62 140L100 140Z"
    parts.append(group(path(lit, skin), clip_path=inside))
    parts.append(
        group(
            path("M54 100C46 110 30 116 12 112L12 140L60 134Z", INK, opacity=0.3), clip_path=inside
        )
    )
    if beard:
        parts.append(path(BEARD, hair))
    parts.append(path(HAIR[style], hair))
    if style != "bob" and cap != "surgeon":
        parts.append(path("M38 56C44 52 47 60 43 66C41 71 37 72 36 66C35 61 35 58 38 56Z", shadow))
    parts.append(path("M66 44C70 41 75 41 79 43L78.6 45.4C74 44 70 44.4 66 46Z", hair))
    parts.append(path("M68.4 51.6C71 49.4 74.6 49.6 77 51.4C74.6 53.6 71 53.8 68.4 51.6Z", hair))
    parts.append(path("M73 79.4C76 79.8 79 79.6 81.4 79", stroke=shadow, stroke_width=1.2))
    if glasses:
        parts.append(ellipse(74, 52.4, 6.4, 6.4, "none", stroke=INK, stroke_width=1.8))
        parts.append(line(67.6, 51.6, 40, 57, INK, 1.8))
    if mask:
        parts.append(
            path(
                "M81.6 58C88 64 90 70 88 80C86 92 80 99 68 99C58 96 52 84 50 72C60 68 72 64 81.6 58Z",
                mask,
            )
        )
        parts.append(line(52, 73, 38, 62, mask, 1.6))
    if cap:
        parts.append(path(CAPS[cap], coat))
    if collar:
        parts.append(
            path(
                "M54 117C58 128 66 135 76 140L60 156L40 134L6 142L8 128C14 124 14 120 14 115C28 128 42 127 54 117Z",
                collar,
            )
        )
    if light:
        rim = path(RIM, stroke=light, stroke_width=1.7, stroke_linecap="round")
        parts.append(rim + path("M80 142C100 150 112 168 116 232", stroke=light, stroke_width=2.2))
    sheet.add(moved("".join(parts), x, y, scale, flip))
    fold = sheet.linear((0.1, INK, 0), (0.42, INK, 0.8), (1, INK, 1))
    sheet.grainy(moved(path(SHOULDERS, fold), x, y, scale, flip))
