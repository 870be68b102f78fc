"""A Datasette plugin: pages for journalists over an attrib database. The hooks are here, for Datasette to find."""

from explore.hook import (
    asgi_wrapper,
    canned_queries,
    extra_css_urls,
    get_metadata,
    menu_links,
    register_routes,
    render_cell,
    startup,
)

__all__ = [
    "asgi_wrapper",
    "canned_queries",
    "extra_css_urls",
    "get_metadata",
    "menu_links",
    "register_routes",
    "render_cell",
    "startup",
]
