"""Signing in, one's own account, and the administration pages."""
