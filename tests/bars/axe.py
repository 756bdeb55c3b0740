"""axe-core in a page: what it finds against WCAG 2.2 A and AA."""

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = """async (tags) => {
  const { violations } = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => ({
    id, nodes: nodes.map(({ target, failureSummary }) => [target.join(" "), failureSummary]),
  }));
}"""


def violations(page, source: str) -> list[str]:
    """Return what axe finds on the page as it stands, each with the element and what to do.

    `source` is the text of axe.min.js. It runs beside the page's own scripts, whatever the
    page's policy says.
    """
    page.evaluate(source)
    return [
        f"{found['id']}: {target}: {' '.join(why.split())}"
        for found in page.evaluate(_RUN, RULES)
        for target, why in found["nodes"]
    ]
