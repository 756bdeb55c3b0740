"""The site: menus, pages, redirects, sections."""
