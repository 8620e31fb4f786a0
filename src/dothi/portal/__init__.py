"""The site: public map and pages, office pages, API."""
