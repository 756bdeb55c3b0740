"""The sheet: palette, ink, grain. Every picture is printed on one of these."""

from math import cos, radians, sin
from random import Random

INK = "#0f1d28"
NAVY = "#1c3646"
STEEL = "#3d6577"
PAPER = "#f2e7d2"
SAND = "#e2c793"
AMBER = "#eba53a"
RUST = "#c2532f"
WINE = "#5f2a31"
OLIVE = "#71743f"
PINE = "#23423d"

# Noise is thresholded against the opacity of whatever is drawn through it, so a
# soft gradient turns into the dots of a printed one.
FILTERS = """
<filter id="grain" x="-5%" y="-5%" width="110%" height="110%" color-interpolation-filters="sRGB">
  <feTurbulence type="fractalNoise" baseFrequency=".42" numOctaves="2" seed="7"/>
  <feColorMatrix values="0 0 0 0 0  0 0 0 0 0  0 0 0 0 0  1.1 0 0 0 0" result="noise"/>
  <feComposite in="SourceAlpha" in2="noise" operator="arithmetic" k2="1" k3="1" k4="-1"/>
  <feComponentTransfer result="dots">
    <feFuncA type="linear" slope="2.6" intercept="0"/></feComponentTransfer>
  <feComponentTransfer in="SourceGraphic" result="ink">
    <feFuncA type="linear" slope="255"/></feComponentTransfer>
  <feComposite in="ink" in2="dots" operator="in"/>
</filter>
<filter id="cut" x="0" y="0" width="100%" height="100%">
  <feTurbulence type="fractalNoise" baseFrequency=".035" numOctaves="2" seed="11"/>
  <feDisplacementMap in="SourceGraphic" scale="3.2"
    xChannelSelector="R" yChannelSelector="G"/>
</filter>
<filter id="tooth" x="0" y="0" width="100%" height="100%" color-interpolation-filters="sRGB">
  <feTurbulence type="fractalNoise" baseFrequency=".3 .34" numOctaves="3" seed="3"/>
  <feColorMatrix values="1.6 0 0 0 -.3  1.6 0 0 0 -.3  1.6 0 0 0 -.3  0 0 0 0 1"/>
</filter>
"""


def rect(x, y, w, h, fill, **more) -> str:
    return _tag("rect", x=x, y=y, width=w, height=h, fill=fill, **more)


def circle(x, y, r, fill, **more) -> str:
    return _tag("circle", cx=x, cy=y, r=r, fill=fill, **more)


def ellipse(x, y, rx, ry, fill, **more) -> str:
    return _tag("ellipse", cx=x, cy=y, rx=rx, ry=ry, fill=fill, **more)


def poly(points, fill, **more) -> str:
    corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return _tag("polygon", points=corners, fill=fill, **more)


def path(d, fill="none", **more) -> str:
    return _tag("path", d=d, fill=fill, **more)


def line(x1, y1, x2, y2, colour, width=2, **more) -> str:
    d = f"M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}"
    return path(d, stroke=colour, stroke_width=width, **more)


def group(*parts, **more) -> str:
    attributes = "".join(f' {k.replace("_", "-")}="{v}"' for k, v in more.items())
    return f"<g{attributes}>{''.join(parts)}</g>"


def moved(svg, x=0, y=0, scale=1.0, flip=False, turn=0) -> str:
    sx = -scale if flip else scale
    return f'<g transform="translate({x} {y}) rotate({turn}) scale({sx} {scale})">{svg}</g>'


def _tag(name, **attributes) -> str:
    inside = "".join(
        f' {key.replace("_", "-")}="{round(value, 1) if isinstance(value, float) else value}"'
        for key, value in attributes.items()
        if key != "opacity"
    )
    if "opacity" in attributes:
        inside += f' opacity="{attributes["opacity"]:.2f}"'
    return f"<{name}{inside}/>"


class Sheet:
    """A picture in the making; its name seeds its chances, so it prints the same each time."""

    def __init__(self, name: str, width: int = 1500, height: int = 1000):
        self.name, self.width, self.height = name, width, height
        self.chance = Random(name)  # noqa: S311 - repeatable drawing, no secret
        self.defs: list[str] = []
        self.parts: list[str] = []

    def add(self, *parts: str) -> None:
        self.parts.extend(parts)

    def linear(self, *stops, angle: float = 90) -> str:
        """A fill from colours, or (offset, colour, opacity); 90 degrees runs downwards."""
        dx, dy = cos(radians(angle)) / 2, sin(radians(angle)) / 2
        ends = f'x1="{0.5 - dx:.3f}" y1="{0.5 - dy:.3f}" x2="{0.5 + dx:.3f}" y2="{0.5 + dy:.3f}"'
        return self._gradient("linearGradient", ends, stops)

    def radial(self, *stops) -> str:
        return self._gradient("radialGradient", "", stops)

    def _gradient(self, kind, ends, stops) -> str:
        marks = ""
        for number, stop in enumerate(stops):
            if isinstance(stop, str):
                stop = (number / (len(stops) - 1), stop, 1)
            offset, colour, opacity = stop
            marks += f'<stop offset="{offset}" stop-color="{colour}" stop-opacity="{opacity}"/>'
        self.defs.append(f'<{kind} id="f{len(self.defs)}" {ends}>{marks}</{kind}>')
        return f"url(#f{len(self.defs) - 1})"

    def clip(self, shape: str) -> str:
        self.defs.append(f'<clipPath id="f{len(self.defs)}">{shape}</clipPath>')
        return f"url(#f{len(self.defs) - 1})"

    def ground(self, *stops, angle: float = 90) -> None:
        """Covers the whole sheet with a gradient."""
        self.add(
            rect(-20, -20, self.width + 40, self.height + 40, self.linear(*stops, angle=angle))
        )

    def grainy(self, *parts: str) -> None:
        self.add(group(*parts, filter="url(#grain)"))

    def glow(self, x, y, r, colour, strength=0.9, squash=1.0) -> None:
        fill = self.radial((0, colour, strength), (0.35, colour, strength * 0.55), (1, colour, 0))
        self.grainy(ellipse(x, y, r, r * squash, fill))

    def soft(self, x, y, r, colour, strength=0.5, squash=1.0) -> None:
        """A glow without dots, for light that hangs in the air."""
        fill = self.radial((0, colour, strength), (0.5, colour, strength * 0.3), (1, colour, 0))
        self.add(ellipse(x, y, r, r * squash, fill))

    def shade(self, d: str, colour: str, start=0.85, end=0.0, angle=90) -> None:
        """A shape whose ink thins out in dots along an angle."""
        fill = self.linear((0, colour, start), (1, colour, end), angle=angle)
        self.grainy(path(d, fill))

    def floor(self, top, colour, start=0.0, end=0.8) -> None:
        """Darkens the sheet from a height down to its lower edge."""
        self.shade(box(-10, top, self.width + 20, self.height - top + 10), colour, start, end)

    def svg(self) -> str:
        w, h = self.width, self.height
        tooth = (
            f'<rect width="{w}" height="{h}" filter="url(#tooth)" opacity=".16"'
            ' style="mix-blend-mode:soft-light"/>'
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}">'
            f"<defs>{FILTERS}{''.join(self.defs)}</defs>"
            f'<g transform="translate({-w * 0.008} {-h * 0.008}) scale(1.016)" filter="url(#cut)">'
            f"{''.join(self.parts)}</g>{tooth}</svg>"
        )


def box(x, y, w, h) -> str:
    return f"M{x} {y}h{w}v{h}h{-w}Z"


def shape(points) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "Z"
