"""Read the article out of a web page, by trafilatura."""

from importlib.metadata import version

from attribution.errors import ReadError
from attribution.models import Article
from attribution.tidy import author_of, date_of, line_of, url_of


def read_html(page: str, path: str) -> Article:
    """The article of a page: its title, an empty line, its paragraphs parted by empty lines. Raises ReadError.

    `reader` names trafilatura's version: another may extract another text.
    """
    import trafilatura

    try:
        found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False, include_tables=False)
    except Exception as error:  # lxml and trafilatura raise many things on hostile pages
        raise ReadError(f"no article can be read from this page ({type(error).__name__})") from error
    body = (found.text or "").replace("\x00", "").strip() if found else ""
    if not found or not body:
        raise ReadError("this page holds no article text")
    title = line_of(found.title)
    body = "\n\n".join(line for line in body.split("\n") if line.strip())
    if title and body.startswith(title):
        body = body[len(title) :].lstrip()
    return Article(
        f"{title}\n\n{body}" if title else body,
        outlet=line_of(found.sitename),
        title=title,
        author=author_of(found.author),
        date=date_of(found.date),
        url=url_of(found.url),
        path=path,
        reader=f"trafilatura {version('trafilatura')}",
    )
