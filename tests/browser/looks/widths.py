"""The widths every screen is looked at, beside the one it was opened at."""

from collections.abc import Iterator

from playwright.sync_api import Page

WIDTHS = (320, 390, 768)


def each_width(page: Page) -> Iterator[tuple[int, bool]]:
    """The page at each width, in pixels, the narrowest first; and whether it was opened at this one."""
    size = page.viewport_size
    assert size is not None
    for width in sorted({*WIDTHS, size["width"]}):
        page.set_viewport_size({"width": width, "height": size["height"]})
        yield width, width == size["width"]
    page.set_viewport_size(size)
